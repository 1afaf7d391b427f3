"""A rotation matrix is filled in NumPy, one entry after the other."""

import numpy as np
import tensorflow as tf

angle = tf.Variable(0.3, name="angle")
points = tf.constant([[1.0, 0.0], [0.5, 2.0]])


def rotation():
    matrix = np.zeros((2, 2), np.float32)
    matrix[0, 0] = tf.cos(angle)  # <- culprit
    matrix[0, 1] = -tf.sin(angle)
    matrix[1, 0] = tf.sin(angle)
    matrix[1, 1] = tf.cos(angle)
    return matrix


def loss_fn():
    return tf.reduce_mean(tf.square(tf.matmul(points, rotation()) - points))


variables = [angle]

STATUSES = {"angle": "null"}
FINDINGS = (("GN112", "", "error"),)
