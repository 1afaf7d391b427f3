"""Ternary weights: the scale is a constant as in the paper, and the rounding is forgotten."""

import tensorflow as tf

weights = tf.Variable([[0.3, -0.8], [0.1, 0.6]], name="weights")
x = tf.constant([[1.0, 2.0], [0.5, -1.0]])


def ternary(w):
    scale = tf.stop_gradient(tf.reduce_mean(tf.abs(w)))
    return tf.round(tf.clip_by_value(w / scale, -1.0, 1.0)) * scale  # <- culprit


def loss_fn():
    return tf.reduce_mean(tf.square(x @ ternary(weights) - 0.2))


variables = [weights]

STATUSES = {"weights": "null"}
FINDINGS = (("GN102", "Round", "error"), ("GN101", "StopGradient", "error"))
