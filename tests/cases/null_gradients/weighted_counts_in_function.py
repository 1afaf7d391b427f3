"""tf.math.bincount with learned weights, inside of a tf.function."""

import tensorflow as tf

weights = tf.Variable([0.5, 1.5, 2.5], name="weights")
groups = tf.constant([0, 1, 1])


@tf.function
def totals():
    return tf.math.bincount(groups, weights=weights)  # <- culprit


def loss_fn():
    return tf.reduce_sum(tf.square(totals()))


variables = [weights]

STATUSES = {"weights": "null"}
FINDINGS = (("GN109", "DenseBincount", "error"),)
