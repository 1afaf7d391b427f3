"""A penalty on the slope of an op whose gradient function uses the upstream gradient alone."""

import tensorflow as tf

x = tf.Variable([0.5, -1.5], name="x")
variables = [x]


@tf.custom_gradient
def hinge(x):
    def grad(upstream):
        slope = 0.5
        return upstream * slope  # <- culprit

    return tf.nn.relu(x), grad


def slope_at(x):
    with tf.GradientTape() as tape:
        y = tf.reduce_sum(hinge(x))
    return tape.gradient(y, x)


def loss_fn():
    return tf.reduce_sum(tf.square(slope_at(x) - 1.0))


STATUSES = {"x": "null"}
FINDINGS = (("GN118", "CustomGradient", "error"),)
