"""A statistic is computed with NumPy, which takes a tensor and gives an array."""

import numpy as np
import tensorflow as tf

weight = tf.Variable([1.0, 2.0, 3.0], name="weight")
bias = tf.Variable(0.5, name="bias")


def loss_fn():
    spread = np.std(weight * 2.0)  # <- culprit
    return tf.square(spread + bias)


variables = [weight, bias]

STATUSES = {"weight": "null", "bias": "ok"}
FINDINGS = (("GN112", "", "error"),)
