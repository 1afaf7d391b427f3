"""A step of gradient descent replaces the variable, and the tensor is asked about afterwards."""

import tensorflow as tf

weight = tf.Variable(2.0, name="weight")
bias = tf.Variable(0.5, name="bias")

with tf.GradientTape() as first_tape:
    first_loss = tf.square(weight * 3.0 + bias)
weight = weight - 0.01 * first_tape.gradient(first_loss, weight)  # <- culprit


def loss_fn():
    return tf.square(weight * 3.0 + bias)


variables = [weight, bias]

STATUSES = {"tensor": "null", "bias": "ok"}
FINDINGS = (("GN106", "", "error"),)
