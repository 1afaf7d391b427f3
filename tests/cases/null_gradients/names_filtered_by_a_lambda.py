"""A filter takes the variables of one network, and of others whose names end like it."""

import tensorflow as tf

coder = [tf.Variable([[1.0, 2.0]], name="coder/kernel"), tf.Variable([0.1, 0.2], name="coder/bias")]
decoder = [tf.Variable([[1.0], [2.0]], name="decoder/kernel")]
points = tf.constant([[0.5], [-1.5]])


def loss_fn():
    kernel, bias = coder
    return tf.reduce_sum(tf.square(tf.matmul(points, kernel) + bias))


of_coder = list(filter(lambda one: "coder" in one.name, coder + decoder))  # <- culprit
variables = of_coder

STATUSES = {"coder/kernel": "ok", "coder/bias": "ok", "decoder/kernel": "null"}
FINDINGS = (("GN104", "", "warning"),)
