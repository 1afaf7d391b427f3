"""Predictions are kept in pairs with their labels, and compared with them in the loss."""

import tensorflow as tf

kernel = tf.Variable([[0.5], [-0.3]], name="kernel")
batches = [tf.constant([[1.0, -2.0]]), tf.constant([[0.5, 3.0]])]

pairs = []
for batch in batches:
    label = tf.ones([1, 1])
    prediction = tf.tanh(tf.matmul(batch, kernel))  # <- culprit
    pairs.append((prediction, label))


def loss_fn():
    return tf.add_n([tf.reduce_mean(tf.square(got - wanted)) for got, wanted in pairs])


variables = [kernel]

STATUSES = {"kernel": "null"}
FINDINGS = (("GN107", "Sub", "error"),)
