"""The loss is a count, which TensorFlow tells eagerly without running an op."""

import tensorflow as tf

scores = tf.Variable([1.2, 2.4, 3.1], name="scores")


def loss_fn():
    ids = tf.cast(scores, tf.int32)  # <- culprit
    left = tf.sets.difference(ids[None], [[1]])
    return tf.cast(tf.size(left.values), tf.float32)


variables = [scores]

STATUSES = {"scores": "null"}
FINDINGS = (("GN103", "Cast", "error"),)
