"""The gradient function of an op does not support the way in which it was called."""

import tensorflow as tf

matrix = tf.Variable([[2.0, 0.5], [0.3, 1.0], [1.0, 1.0]], name="matrix")
offset = tf.Variable(0.5, name="offset")
right = tf.constant([[1.0], [2.0], [0.5]])


def loss_fn():
    solution = tf.linalg.lstsq(matrix, right, fast=False)  # <- culprit
    return tf.reduce_sum(tf.square(solution - offset))


variables = [matrix, offset]

STATUSES = {"matrix": "null", "offset": "null"}
RAISES = ValueError
FINDINGS = (("GN109", "MatrixSolveLs", "error"),)
