"""Scores are to lie between two limits, and the loss takes the upper one for both."""

import tensorflow as tf

kernel = tf.Variable([[0.5], [-0.3]], name="kernel")
upper = tf.Variable(1.0, name="upper")
lower = tf.Variable(-1.0, name="lower")
pairs = tf.constant([[1.0, -2.0], [0.5, 3.0]])


def hinge(score, upper_margin, lower_margin):  # noqa: ARG001
    above = tf.nn.softplus(score - upper_margin)
    below = tf.nn.softplus(upper_margin - score)  # <- culprit
    return tf.reduce_mean(above * 0.5 + below)


def loss_fn():
    return hinge(pairs @ kernel, upper, lower)


variables = [kernel, upper, lower]

STATUSES = {"kernel": "ok", "upper": "ok", "lower": "null"}
FINDINGS = (("GN104", "", "warning"),)
