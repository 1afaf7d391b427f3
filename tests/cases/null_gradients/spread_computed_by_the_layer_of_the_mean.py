"""An encoder has a layer for the mean and one for the spread, and calls the first for both."""

import tensorflow as tf


class Encoder(tf.keras.Model):
    def __init__(self):
        super().__init__(name="encoder")
        self.mean = tf.keras.layers.Dense(2, name="mean")
        self.log_spread = tf.keras.layers.Dense(2, name="log_spread")

    def build(self, shape):
        self.mean.build(shape)
        self.log_spread.build(shape)
        self.built = True

    def call(self, points):
        code_mean = self.mean(points)
        code_log_spread = self.mean(points)  # <- culprit
        return code_mean, code_log_spread


encoder = Encoder()
points = tf.constant([[1.0, -2.0, 0.5], [0.5, 3.0, -1.0]])
encoder(points)


def loss_fn():
    mean, log_spread = encoder(points)
    return tf.reduce_mean(tf.exp(log_spread) + tf.square(mean) - log_spread)


variables = [*encoder.mean.variables, *encoder.log_spread.variables]

STATUSES = {
    "encoder/mean/kernel": "ok",
    "encoder/mean/bias": "ok",
    "encoder/log_spread/kernel": "null",
    "encoder/log_spread/bias": "null",
}
FINDINGS = (("GN104", "", "warning"),)
