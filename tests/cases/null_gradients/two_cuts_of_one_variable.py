"""One variable reaches the loss on two ways, and each is cut by another op."""

import tensorflow as tf

weight = tf.Variable([1.2, -0.7], name="weight")
bias = tf.Variable([0.1, 0.2], name="bias")


def loss_fn():
    target = tf.stop_gradient(weight * 2.0)  # <- culprit 2
    levels = tf.floor(weight * 3.0)  # <- culprit 1
    return tf.reduce_sum(tf.square(target + bias)) + tf.reduce_sum(levels)


variables = [weight, bias]

STATUSES = {"weight": "null", "bias": "ok"}
FINDINGS = (("GN102", "Floor", "error"), ("GN101", "StopGradient", "note"))
