"""An object that a layer takes as an initializer computes its bias from a variable."""

import tensorflow as tf

prior = tf.Variable([0.2, 0.8], name="prior")


class Odds(tf.keras.initializers.Initializer):
    def __init__(self, rates):
        self.rates = rates

    def __call__(self, shape, dtype=None):
        odds = self.rates / (1.0 - self.rates)
        return tf.cast(tf.reshape(tf.math.log(odds), shape), dtype or tf.float32)


layer = tf.keras.layers.Dense(2, name="odds", bias_initializer=Odds(prior))  # <- culprit
layer.build((None, 3))
batch = tf.constant([[0.5, -1.0, 2.0]])


def loss_fn():
    return tf.reduce_sum(tf.square(layer(batch) - 1.0))


variables = [prior, layer.kernel, layer.bias]

STATUSES = {"prior": "null", "odds/kernel": "ok", "odds/bias": "ok"}
FINDINGS = (("GN108", "", "warning"),)
