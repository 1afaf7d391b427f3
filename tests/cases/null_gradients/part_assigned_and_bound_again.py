"""A part of a matrix is set to zero; the name then holds what the assignment gave back."""

import tensorflow as tf


def make_projection(size, is_pruned):
    matrix = tf.Variable(tf.ones([size, size]), name="matrix")
    shift = tf.Variable(tf.zeros([size]), name="shift")
    if is_pruned:
        matrix = matrix[:, 1:].assign(tf.zeros([size, size - 1]))  # <- culprit
    return (lambda x: tf.tanh(x @ matrix + shift)), [matrix, shift]


project, variables = make_projection(3, is_pruned=True)
rows = tf.constant([[1.0, -2.0, 0.5]])


def loss_fn():
    return tf.reduce_mean(tf.square(project(rows) - 1.0))


STATUSES = {"UnreadVariable": "null", "shift": "ok"}
FINDINGS = (("GN106", "", "error"),)
