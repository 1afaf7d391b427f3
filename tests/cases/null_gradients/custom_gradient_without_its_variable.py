"""A custom gradient gives None for the variable that the function uses."""

import tensorflow as tf

temperature = tf.Variable(2.0, name="temperature")
logits = tf.Variable([0.5, -0.5], name="logits")


@tf.custom_gradient
def scaled(x):
    def gradient(upstream, variables=None):
        return upstream / temperature, [None] * len(variables)  # <- culprit

    return x / temperature, gradient


def loss_fn():
    return tf.reduce_sum(tf.square(scaled(logits * 1.0)))


variables = [temperature, logits]

STATUSES = {"temperature": "null", "logits": "ok"}
FINDINGS = (("GN116", "CustomGradient", "error"),)
