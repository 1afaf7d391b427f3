"""A prediction is compared with a threshold, and the error rate is taken as the loss."""

import tensorflow as tf

weight = tf.Variable([[0.3], [-0.4]], name="weight")
x = tf.constant([[1.0, 2.0], [3.0, 1.0], [0.5, 0.1]])
y = tf.constant([[0.0], [1.0], [1.0]])


def loss_fn():
    hit = tf.sigmoid(tf.matmul(x, weight)) > 0.5  # <- culprit
    return tf.reduce_mean(tf.abs(tf.cast(hit, tf.float32) - y))


variables = [weight]

STATUSES = {"weight": "null"}
FINDINGS = (("GN102", "Greater", "error"),)
