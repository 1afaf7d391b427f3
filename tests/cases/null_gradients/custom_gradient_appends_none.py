"""A gradient function goes over the variables, and has a gradient for one of both alone."""

import tensorflow as tf

slope = tf.Variable([0.5, -0.25], name="slope")
offset = tf.Variable([0.1, 0.2], name="offset")


@tf.custom_gradient
def line(x):
    def gradient(upstream, variables=None):
        of_variables = []
        for variable in variables or []:
            if variable is slope:
                of_variables.append(upstream * x)
            else:
                of_variables.append(None)  # <- culprit
        return tf.clip_by_value(upstream, -1.0, 1.0) * slope, of_variables

    return slope * x + offset, gradient


def loss_fn():
    return tf.reduce_sum(line(tf.constant([1.0, 2.0])))


variables = [slope, offset]

STATUSES = {"slope": "ok", "offset": "null"}
FINDINGS = (("GN116", "CustomGradient", "error"),)
