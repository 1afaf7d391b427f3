"""A layer of one's own rounds the activations in the middle of a Sequential model."""

import tensorflow as tf


class Quantised(tf.keras.layers.Layer):
    def call(self, activations):
        return tf.round(activations * 16.0) / 16.0  # <- culprit


model = tf.keras.Sequential(
    [
        tf.keras.Input([3]),
        tf.keras.layers.Dense(4, name="before"),
        Quantised(name="quantised"),
        tf.keras.layers.Dense(1, name="after"),
    ]
)
x = tf.ones([2, 3])


def loss_fn():
    return tf.reduce_mean(tf.square(model(x) - 1.0))


variables = model.trainable_variables

STATUSES = {
    "sequential/before/kernel": "null",
    "sequential/before/bias": "null",
    "sequential/after/kernel": "ok",
    "sequential/after/bias": "ok",
}
FINDINGS = (("GN102", "Round", "error"),)
