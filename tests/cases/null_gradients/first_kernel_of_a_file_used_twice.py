"""A network whose variables are names of the file; its second layer takes the first kernel."""

import tensorflow as tf

w1 = tf.Variable([[0.5, -0.2], [0.1, 0.4]], name="w1")
b1 = tf.Variable([0.1, 0.2], name="b1")
w2 = tf.Variable([[0.3, 0.2], [-0.1, 0.6]], name="w2")
b2 = tf.Variable([0.0, 0.3], name="b2")
points = tf.constant([[1.0, -2.0], [0.5, 3.0]])


def network(x):
    hidden = tf.tanh(x @ w1 + b1)
    return hidden @ w1 + b2  # <- culprit


def loss_fn():
    return tf.reduce_mean(tf.square(network(points)))


variables = [w1, b1, w2, b2]

STATUSES = {"w1": "ok", "b1": "ok", "w2": "null", "b2": "ok"}
FINDINGS = (("GN104", "", "warning"),)
