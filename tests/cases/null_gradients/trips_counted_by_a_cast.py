"""A learned number says how often a loop in a tf.function runs, and is rounded for that."""

import tensorflow as tf

depth = tf.Variable(3.4, name="depth")
weight = tf.Variable([1.5, -0.5], name="weight")


@tf.function
def loss_fn():
    trips = tf.cast(depth, tf.int32)  # <- culprit
    x = tf.constant([1.0, 2.0])
    for _ in tf.range(trips):
        x = tf.tanh(weight * x)
    return tf.reduce_sum(x)


variables = [depth, weight]

STATUSES = {"depth": "null", "weight": "ok"}
FINDINGS = (("GN103", "Cast", "note"),)
