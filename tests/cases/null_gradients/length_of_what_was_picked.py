"""The loss counts in Python how many elements were picked."""

import tensorflow as tf

threshold = tf.Variable(0.5, name="threshold")
scores = tf.constant([0.2, 0.6, 0.9])


def loss_fn():
    picked = tf.boolean_mask(scores, scores > threshold)
    share = len(picked) / 3  # <- culprit
    return tf.square(tf.constant(share) - 1.0)


variables = [threshold]

STATUSES = {"threshold": "null"}
FINDINGS = (("GN112", "", "error"),)
