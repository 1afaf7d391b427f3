"""tf.numpy_function inside of a tf.function: the graph has an op that passes nothing."""

import numpy as np
import tensorflow as tf

weight = tf.Variable([3.0, 1.0, 2.0], name="weight")


@tf.function
def ordered(x):
    return tf.numpy_function(np.sort, [x], tf.float32)  # <- culprit


def loss_fn():
    return tf.reduce_sum(ordered(weight * 2.0) * tf.constant([1.0, 2.0, 3.0]))


variables = [weight]

STATUSES = {"weight": "null"}
FINDINGS = (("GN112", "PyFunc", "error"),)
