"""A kernel that is the same everywhere asks its points for nothing but how many they are."""

import numpy as np
import tensorflow as tf

points = tf.Variable(np.ones([4, 1]), name="points")
variance = tf.Variable(2.0, dtype=tf.float64, name="variance")


def kernel(x):
    count = tf.shape(x)[0]
    return tf.fill([count, tf.shape(x)[0]], tf.identity(variance))  # <- culprit


def loss_fn():
    return tf.reduce_sum(kernel(points))


variables = [points, variance]

STATUSES = {"points": "null", "variance": "ok"}
FINDINGS = (("GN104", "ReadVariableOp", "warning"),)
