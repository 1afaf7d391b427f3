"""In a tf.function, tf.gradients gives None, because what it differentiates was rounded."""

import tensorflow as tf

weight = tf.Variable([1.0, 2.0], name="weight")


@tf.function
def slope(x):
    y = tf.reduce_sum(tf.round(x * weight))  # <- culprit
    return tf.reduce_sum(tf.gradients(y, x)[0] ** 2)


def loss_fn():
    return slope(tf.constant([1.0, 2.0]))


variables = [weight]

STATUSES = {"weight": "null"}
FINDINGS = (("GN102", "Round", "error"),)
RAISES = TypeError
