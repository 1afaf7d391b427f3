"""A method of a NumPy array is given a tensor."""

import numpy as np
import tensorflow as tf

weight = tf.Variable([1.0, -2.0], name="weight")
rows = np.array([[0.5, 1.0], [2.0, 0.1]], np.float32)


def loss_fn():
    product = rows.dot(tf.nn.relu(weight))  # <- culprit
    return tf.reduce_sum(tf.square(product - 1.0))


variables = [weight]

STATUSES = {"weight": "null"}
FINDINGS = (("GN112", "", "error"),)
