"""A gate is opened where a random number is below its probability."""

import tensorflow as tf

gate_logits = tf.Variable([0.2, -0.1, 1.0], name="gate_logits")
features = tf.constant([1.0, 2.0, 3.0])


def loss_fn():
    probabilities = tf.sigmoid(gate_logits)
    is_open = tf.random.uniform([3]) < probabilities  # <- culprit
    return tf.reduce_sum(features * tf.cast(is_open, tf.float32))


variables = [gate_logits]

STATUSES = {"gate_logits": "null"}
FINDINGS = (("GN117", "Less", "error"),)
