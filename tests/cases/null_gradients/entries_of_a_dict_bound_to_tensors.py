"""A step by hand puts tensors in the place of the variables of a dict."""

import tensorflow as tf

parameters = {
    "weight": tf.Variable([[1.0], [-2.0]], name="weight"),
    "bias": tf.Variable([0.5], name="bias"),
}
variables = list(parameters.values())
x = tf.constant([[0.5, -1.0], [0.2, 0.9]])


def loss_fn():
    return tf.reduce_mean(tf.square(x @ parameters["weight"] + parameters["bias"]))


for name, gradient in zip(parameters, (tf.ones([2, 1]), tf.ones([1])), strict=True):
    parameters[name] = parameters[name] - 0.1 * gradient  # <- culprit

STATUSES = {"weight": "null", "bias": "null"}
FINDINGS = (("GN106", "", "error"),)
