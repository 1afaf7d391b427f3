"""A fitter guesses before it is asked for its loss, which has a penalty on one of the kernels."""

import tensorflow as tf

heights = tf.constant([[1.2, 0.4], [0.3, -0.9], [-0.7, 0.8]])
spans = tf.constant([[0.5], [1.5], [-0.4]])


class Fitter:
    def __init__(self, network):
        self.network = network
        self.guesses = None

    def look_at(self, seen):
        scaled = seen / tf.norm(seen)
        self.guesses = self.network(scaled, training=True)  # <- culprit

    def penalty(self):
        return 0.01 * tf.nn.l2_loss(self.network.layers[0].kernel)

    def error(self):
        return tf.reduce_mean(tf.square(self.guesses - spans)) + self.penalty()


network = tf.keras.Sequential(
    [
        tf.keras.Input([2]),
        tf.keras.layers.Dense(4, activation="tanh", name="curve"),
        tf.keras.layers.Dense(1, name="span"),
    ],
    name="bridge",
)
fitter = Fitter(network)
fitter.look_at(heights)


def loss_fn():
    return fitter.error()


variables = network.trainable_variables

STATUSES = {
    "bridge/curve/kernel": "ok",
    "bridge/curve/bias": "null",
    "bridge/span/kernel": "null",
    "bridge/span/bias": "null",
}
FINDINGS = (("GN107", "Sub", "warning"),)
