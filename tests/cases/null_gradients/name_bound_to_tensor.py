"""A step of gradient descent by hand binds the name of the variable to a tensor."""

import tensorflow as tf

weight = tf.Variable([1.0, 2.0], name="weight")
variables = [weight]

weight = weight - 0.1 * tf.ones([2])  # <- culprit


def loss_fn():
    return tf.reduce_sum(tf.square(weight))


STATUSES = {"weight": "null"}
FINDINGS = (("GN106", "", "error"),)
