"""A derivative in forward mode is None, because what it is asked about was rounded."""

import tensorflow as tf

weight = tf.Variable([1.0, 2.0], name="weight")
x = tf.constant([1.0, 2.0])


def loss_fn():
    with tf.autodiff.ForwardAccumulator(x, tf.ones_like(x)) as accumulator:
        y = tf.reduce_sum(tf.round(x * weight))  # <- culprit
    return accumulator.jvp(y) ** 2


variables = [weight]

STATUSES = {"weight": "null"}
FINDINGS = (("GN102", "Round", "error"),)
RAISES = TypeError
