"""NumPy copies the numbers of a tensor from its memory into an array."""

import numpy as np
import tensorflow as tf

weight = tf.Variable([1.0, -2.0], name="weight")


def loss_fn():
    kept = np.zeros([2, 2], np.float32)
    scaled = tf.nn.relu(weight * 2.0)
    kept[0] = scaled  # <- culprit
    return tf.reduce_sum(tf.constant(kept))


variables = [weight]

STATUSES = {"weight": "null"}
FINDINGS = (("GN112", "", "error"),)
