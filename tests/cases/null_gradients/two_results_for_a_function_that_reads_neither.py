"""A divergence is given a mean and a deviation, and gives back zeros."""

import tensorflow as tf

mean = tf.Variable([0.5, -0.4], name="mean")
deviation = tf.Variable([1.0, 2.0], name="deviation")
x = tf.constant([1.0, -2.0])


def divergence(middle, spread):  # noqa: ARG001
    return tf.zeros(2)  # <- culprit


def loss_fn():
    middle = tf.tanh(x * mean)
    spread = tf.exp(x * deviation)
    return tf.reduce_mean(divergence(middle, spread) + 1.0)


variables = [mean, deviation]

STATUSES = {"mean": "null", "deviation": "null"}
FINDINGS = (("GN104", "Tanh", "error"),)
