"""A condition that calls something decided which line made the tensor: both of them are named."""

import tensorflow as tf

measured = [0.4, 0.1, 0.9]


def is_spread(numbers):
    """Whether some numbers differ by much."""
    return max(numbers) - min(numbers) > 0.5


scale = tf.constant([0.5, 0.5, 0.5])  # <- culprit
if is_spread(measured):
    scale = tf.constant(measured) * 0.5


def loss_fn():
    return tf.reduce_sum(tf.square(scale - 1.0))


variables = [scale]

STATUSES = {"tensor": "null"}
FINDINGS = (("GN105", "Sub", "error"),)
