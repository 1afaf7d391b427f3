"""One function leaves its scores under a global name, and another computes the loss of these."""

import tensorflow as tf

kernel = tf.Variable([[0.5, -0.2], [0.1, 0.3]], name="kernel")
scores = None


def act(seen):
    global scores
    scores = tf.linalg.matvec(kernel, seen)  # <- culprit
    return tf.argmax(scores)


def loss_of(reward):
    return tf.square(reward - tf.reduce_max(scores))


act(tf.constant([1.0, 2.0]))


def loss_fn():
    return loss_of(1.0)


variables = [kernel]

STATUSES = {"kernel": "null"}
FINDINGS = (("GN107", "Max", "error"),)
