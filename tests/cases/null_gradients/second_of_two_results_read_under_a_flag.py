"""A function returns two results, and the caller reads the second under a flag that is off."""

import tensorflow as tf

AGREEING = False
left = tf.Variable([0.4, 0.1], name="left")
right = tf.Variable([0.3, -0.6], name="right")
points = tf.constant([[0.1, 0.5], [0.9, 0.2]])


def views(x):
    first = tf.nn.tanh(left * x)
    second = tf.nn.tanh(right * x)
    return first, second


def loss_fn():
    seen, other = views(points)
    total = tf.reduce_mean(tf.square(seen - 1.0))
    if AGREEING:  # <- culprit
        total += tf.reduce_mean(tf.square(other - 1.0))
    return total


variables = [left, right]

STATUSES = {"left": "ok", "right": "null"}
FINDINGS = (("GN115", "", "note"),)
