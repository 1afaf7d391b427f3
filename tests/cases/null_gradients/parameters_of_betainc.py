"""The incomplete beta function has a gradient by its third argument only."""

import tensorflow as tf

a = tf.Variable(2.0, name="a")
b = tf.Variable(3.0, name="b")
x = tf.Variable([0.2, 0.5], name="x")


def loss_fn():
    shares = tf.math.betainc(a, b, x)  # <- culprit
    return tf.reduce_sum(tf.square(shares - 0.4))


variables = [a, b, x]

STATUSES = {"a": "null", "b": "null", "x": "ok"}
FINDINGS = (("GN110", "Betainc", "error"),)
