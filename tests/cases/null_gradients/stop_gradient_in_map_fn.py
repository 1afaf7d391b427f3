"""The gradient stops inside of what tf.map_fn applies to each row."""

import tensorflow as tf

weight = tf.Variable([1.0, 2.0], name="weight")
rows = tf.constant([[1.0, 2.0], [3.0, 4.0], [5.0, 6.0]])


def score(row):
    product = tf.reduce_sum(row * weight)
    return tf.stop_gradient(product)  # <- culprit


def loss_fn():
    return tf.reduce_mean(tf.map_fn(score, rows))


variables = [weight]

STATUSES = {"weight": "null"}
FINDINGS = (("GN101", "StopGradient", "error"),)
