"""A position is divided with // to find its cell."""

import tensorflow as tf

position = tf.Variable([2.5, 7.1], name="position")


def loss_fn():
    cell = position // 2.0  # <- culprit
    return tf.reduce_sum(tf.square(cell - 1.0))


variables = [position]

STATUSES = {"position": "null"}
FINDINGS = (("GN102", "FloorDiv", "error"),)
