"""In a tf.function `float()` is a cast and hands the gradient on; `tf.round` does not."""

import tensorflow as tf

level = tf.Variable([0.7, 1.9], name="level")
weight = tf.Variable(2.0, name="weight")


@tf.function
def loss_fn():
    total = float(tf.reduce_sum(level))
    return tf.square(tf.round(total) - weight)  # <- culprit


variables = [level, weight]

STATUSES = {"level": "null", "weight": "ok"}
FINDINGS = (("GN102", "Round", "error"),)
