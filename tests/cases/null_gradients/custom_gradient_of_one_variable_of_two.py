"""A custom gradient returns a gradient for one of the two variables that the function uses."""

import tensorflow as tf

kernel = tf.Variable([[0.5, -1.0], [2.0, 0.3]], name="kernel")
bias = tf.Variable([0.1, -0.2], name="bias")
points = tf.constant([[1.0, 2.0], [3.0, -1.0], [0.5, 0.5]])


@tf.custom_gradient
def affine(x):
    def gradient(upstream, variables=None):  # noqa: ARG001  TensorFlow passes it
        to_kernel = tf.matmul(x, upstream, transpose_a=True)
        return tf.matmul(upstream, kernel, transpose_b=True), [to_kernel]  # <- culprit

    return tf.matmul(x, kernel) + bias, gradient


@tf.custom_gradient
def doubled(x):
    return 2.0 * x, lambda upstream: 2.0 * upstream


def loss_fn():
    return tf.reduce_sum(tf.square(affine(doubled(points))))


variables = [kernel, bias]

STATUSES = {"kernel": "null", "bias": "null"}
FINDINGS = (("GN116", "CustomGradient", "error"),)
RAISES = ValueError
