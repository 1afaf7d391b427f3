"""A bare variable was made with trainable=False, and the loss depends on it alone."""

import tensorflow as tf

threshold = tf.Variable(0.8, trainable=False, name="threshold")  # <- culprit


def loss_fn():
    return tf.square(threshold - 0.5)


variables = [threshold]

STATUSES = {"threshold": "null"}
FINDINGS = (("GN111", "", "error"),)
