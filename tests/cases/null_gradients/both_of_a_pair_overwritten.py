"""Each block returns two streams; the last one is given those from before the block ahead of it."""

import tensorflow as tf

first = tf.Variable([[0.4, -0.2], [0.1, 0.3]], name="first")
second = tf.Variable([[0.2, 0.5], [-0.3, 0.1]], name="second")
third = tf.Variable([[0.6, 0.1], [0.2, -0.4]], name="third")
points = tf.constant([[1.0, 2.0], [0.5, -1.0]])


def block(kernel, fine, coarse):
    mixed = tf.tanh((fine + coarse) @ kernel)
    return fine + 0.4 * mixed, coarse - 0.4 * mixed


def loss_fn():
    fine, coarse = block(first, points, points)
    finer, coarser = block(second, fine, coarse)
    finer, coarser = block(third, fine, coarse)  # <- culprit
    return tf.reduce_mean((finer * coarser) ** 2)


variables = [first, second, third]

STATUSES = {"first": "ok", "second": "null", "third": "ok"}
FINDINGS = (("GN104", "Sub", "warning"),)
