"""The tape inside of the loss is closed before its target is computed."""

import tensorflow as tf

weight = tf.Variable([1.0, 2.0], name="weight")
x = tf.constant([0.5, -1.0])


def loss_fn():
    with tf.GradientTape() as tape:
        tape.watch(x)
    y = tf.tanh(weight * x)  # <- culprit
    slope = tape.gradient(y, x)
    return tf.reduce_sum(slope)


variables = [weight]

STATUSES = {"weight": "null"}
FINDINGS = (("GN119", "", "error"),)
RAISES = ValueError
