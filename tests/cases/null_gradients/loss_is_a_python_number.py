"""The loss is turned into a Python float before it is returned."""

import tensorflow as tf

weight = tf.Variable([1.0, -2.0], name="weight")


def loss_fn():
    loss = tf.reduce_sum(tf.square(weight))
    return float(loss)  # <- culprit


variables = [weight]

STATUSES = {"weight": "null"}
FINDINGS = (("GN112", "", "error"),)
