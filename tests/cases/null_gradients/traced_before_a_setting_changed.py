"""A setting is changed after the function that reads it was traced, and the graph is used again."""

import tensorflow as tf

kernel = tf.Variable([[0.5], [-0.2]], name="kernel")
shift = tf.Variable([0.1], name="shift")
settings = {"with_shift": False}


@tf.function  # <- culprit
def scores(points):
    found = points @ kernel
    return found + shift if settings["with_shift"] else found


points = tf.constant([[1.0, 2.0], [0.5, -1.0]])
first = scores(points)
settings["with_shift"] = True


def loss_fn():
    return tf.reduce_mean(tf.square(scores(points) - 1.0))


variables = [kernel, shift]

STATUSES = {"kernel": "ok", "shift": "null"}
FINDINGS = (("GN107", "", "error"),)
