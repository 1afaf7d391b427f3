"""A step with a gradient of its own is called by keyword, and what it does inside has none."""

import tensorflow as tf

kernel = tf.Variable([[0.5, -0.3], [0.8, 0.1]], name="kernel")
batch = tf.constant([[1.0, -2.0], [0.5, 3.0]])


@tf.custom_gradient
def spikes(potential):
    def gradient(upstream):
        return upstream * tf.maximum(1.0 - tf.abs(potential), 0.0)

    return tf.cast(potential > 0.0, tf.float32), gradient


def loss_fn():
    rates = spikes(potential=tf.matmul(batch, kernel))  # <- culprit
    return tf.reduce_mean(tf.square(rates - 0.5))


variables = [kernel]

STATUSES = {"kernel": "null"}
FINDINGS = (("GN120", "CustomGradient", "error"),)
