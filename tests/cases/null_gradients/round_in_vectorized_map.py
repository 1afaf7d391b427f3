"""Rounding in a function below the one that `tf.vectorized_map` applies to each row."""

import tensorflow as tf

scale = tf.Variable([0.3, 1.7, 2.2, 0.9], name="scale")
rows = tf.random.normal([3, 4], seed=1)


def snapped(row):
    return tf.round(row * 2.0) / 2.0  # <- culprit


def of_row(row):
    return tf.reduce_sum(tf.square(snapped(row) - 0.25))


def loss_fn():
    return tf.reduce_mean(tf.vectorized_map(of_row, rows * scale))


variables = [scale]

STATUSES = {"scale": "null"}
FINDINGS = (("GN102", "Round", "error"),)
