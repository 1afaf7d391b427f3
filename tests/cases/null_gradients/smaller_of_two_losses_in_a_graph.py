"""Of the losses of two networks a condition in a graph gives the smaller one alone."""

import tensorflow as tf

first = tf.Variable([0.2, -0.4], name="first")
second = tf.Variable([2.0, 3.0], name="second")
batch = tf.constant([1.0, 2.0])


@tf.function
def total():
    of_first = tf.reduce_mean(tf.square(batch * first - 1.0))
    of_second = tf.reduce_mean(tf.square(batch * second - 1.0))
    return tf.cond(of_first < of_second, lambda: of_first, lambda: of_second)  # <- culprit


def loss_fn():
    return total()


variables = [first, second]

STATUSES = {"first": "ok", "second": "zero"}
FINDINGS = (("GN115", "Identity", "note"),)
