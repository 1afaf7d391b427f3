"""Of the two results of a function, the loss takes one and gives the other away."""

import tensorflow as tf

mean = tf.Variable([0.5, 1.0], name="mean")
spread = tf.Variable([0.1, -0.2], name="spread")


def distribution(x):
    return x * mean, tf.exp(x * spread)


def loss_fn():
    centre, _ = distribution(tf.constant([1.0, 2.0]))  # <- culprit
    return tf.reduce_sum(tf.square(centre - 3.0))


variables = [mean, spread]

STATUSES = {"mean": "ok", "spread": "null"}
FINDINGS = (("GN104", "Exp", "note"),)
