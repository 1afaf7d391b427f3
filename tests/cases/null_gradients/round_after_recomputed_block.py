"""The way to the cut leads through a block whose activations tf.recompute_grad computes anew."""

import tensorflow as tf

weight = tf.Variable([1.0, 2.0], name="weight")
scale = tf.Variable(3.0, name="scale")


@tf.recompute_grad
def block(x):
    return tf.tanh(x * weight)


def loss_fn():
    levels = tf.round(block(tf.constant([0.4, 0.8])))  # <- culprit
    return tf.reduce_sum(tf.square(scale * levels - 1.0))


variables = [weight, scale]

STATUSES = {"weight": "null", "scale": "ok"}
FINDINGS = (("GN102", "Round", "error"),)
