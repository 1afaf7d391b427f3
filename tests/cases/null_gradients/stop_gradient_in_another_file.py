"""The gradient stops in a function that is imported from another file."""

import tensorflow as tf

from tests.cases.null_gradients.imported import normalising

weight = tf.Variable([[1.0, -1.0], [0.5, 2.0]], name="weight")
batch = tf.constant([[1.0, 2.0], [3.0, 5.0], [4.0, 4.0]])


def loss_fn():
    features = normalising.centred(tf.matmul(batch, weight))
    return tf.reduce_mean(tf.square(features - 1.0))


variables = [weight]

STATUSES = {"weight": "null"}
FINDINGS = (("GN101", "StopGradient", "error"),)
CULPRIT_FILE = "imported/normalising.py"
