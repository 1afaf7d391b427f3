"""A partial call and a function that makes the loss are given what was computed beforehand."""

import functools

import tensorflow as tf

theta = tf.Variable(0.4, name="theta")
alpha = tf.Variable([0.1, 0.7], name="alpha")
point = tf.Variable([1.0, 2.0], name="point")


def rotate(x, c, s):
    return tf.stack([c * x[0] - s * x[1], s * x[0] + c * x[1]])


turn = functools.partial(rotate, c=tf.cos(theta), s=tf.sin(theta))  # <- culprit


def make_loss(weights):
    return lambda: tf.reduce_sum(weights * tf.square(turn(point) - 1.0))


loss_fn = make_loss(tf.nn.softmax(alpha))
variables = [theta, alpha, point]

STATUSES = {"theta": "null", "alpha": "null", "point": "ok"}
FINDINGS = (("GN107", "Mul", "warning"), ("GN107", "Mul", "warning"))
