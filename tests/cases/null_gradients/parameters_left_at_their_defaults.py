"""A function for fast weights takes constants where it is given none; all else are mere data."""

import tensorflow as tf

w = tf.Variable(tf.ones([3, 1]), name="w")
b = tf.Variable(tf.zeros([1]), name="b")
xs, ys = tf.random.stateless_normal([4, 3], [1, 2]), tf.zeros([4, 1])


def predicted(x, weights=None):
    weight, bias = [tf.ones([3, 1]), tf.zeros([1])] if weights is None else weights
    return x @ weight + bias


def loss_fn():
    return tf.reduce_mean((predicted(xs) - ys) ** 2)  # <- culprit


variables = [w, b]

STATUSES = {"w": "null", "b": "null"}
FINDINGS = (("GN104", "", "error"),)
