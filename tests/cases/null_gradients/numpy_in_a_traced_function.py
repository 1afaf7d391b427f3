"""A tf.function takes the numbers of a tensor that has none yet."""

import tensorflow as tf

weight = tf.Variable([1.0, 2.0], name="weight")


@tf.function
def doubled(x):
    product = x * weight
    return tf.constant(product.numpy()) * 2.0  # <- culprit


def loss_fn():
    return tf.reduce_sum(doubled(tf.constant([1.0, 2.0])))


variables = [weight]

STATUSES = {"weight": "null"}
FINDINGS = (("GN112", "", "error"),)
RAISES = AttributeError
