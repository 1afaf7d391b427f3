"""A matrix is put together from its parameter and wrapped in a new variable."""

import tensorflow as tf

angle = tf.Variable(0.3, name="angle")
points = tf.constant([[1.0, 0.0], [0.0, 2.0]])


def rotation(turn):
    cos, sin = tf.cos(turn), tf.sin(turn)
    return tf.Variable([[cos, -sin], [sin, cos]])  # <- culprit


def loss_fn():
    return tf.reduce_sum(tf.square(tf.matmul(points, rotation(angle)) - 1.0))


variables = [angle]

STATUSES = {"angle": "null"}
FINDINGS = (("GN108", "", "error"),)
