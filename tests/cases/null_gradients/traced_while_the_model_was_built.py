"""A layer's `call` is a `tf.function`, traced when Keras builds what is inside of it."""

import tensorflow as tf


class Mixer(tf.keras.layers.Layer):
    def __init__(self, units):
        super().__init__(name="mixer")
        self.rows = tf.keras.layers.Dense(units, activation="tanh", name="rows")
        self.norm = tf.keras.layers.LayerNormalization(name="norm")

    @tf.function(reduce_retracing=True)  # <- culprit
    def call(self, inputs):
        return self.norm(self.rows(inputs)) + inputs


mixer = Mixer(3)
out = tf.keras.layers.Dense(1, use_bias=False, name="out")
points = tf.constant([[0.3, -1.0, 0.5], [1.2, 0.4, -0.7]])
out(mixer(points))


def loss_fn():
    return tf.reduce_mean(tf.square(out(mixer(points)) - 1.0))


variables = [*mixer.trainable_variables, *out.trainable_variables]

STATUSES = {
    "mixer/rows/kernel": "null",
    "mixer/rows/bias": "null",
    "mixer/norm/gamma": "null",
    "mixer/norm/beta": "null",
    "out/kernel": "ok",
}
FINDINGS = (("GN107", "", "error"),)
