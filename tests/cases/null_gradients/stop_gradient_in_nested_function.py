"""The gradient stops in a tf.function that another tf.function calls."""

import tensorflow as tf

weight = tf.Variable([1.0, 2.0], name="weight")
bias = tf.Variable([0.5, 0.5], name="bias")


@tf.function
def squashed(x):
    y = tf.tanh(x)
    return tf.stop_gradient(y)  # <- culprit


@tf.function
def predicted(x):
    return squashed(weight * x) + bias


def loss_fn():
    return tf.reduce_sum(tf.square(predicted(tf.constant([0.3, -0.2]))))


variables = [weight, bias]

STATUSES = {"weight": "null", "bias": "ok"}
FINDINGS = (("GN101", "StopGradient", "warning"),)
