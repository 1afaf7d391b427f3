"""Angles are packed into one variable, so that a row of it can be taken for each layer."""

import tensorflow as tf

turns = tf.Variable([0.1, 0.2, 0.3], name="turns")
shifts = tf.Variable([0.4, 0.5, 0.6], name="shifts")
weights = tf.convert_to_tensor([turns, shifts])
weights = tf.Variable(tf.transpose(weights), name="weights")  # <- culprit


def loss_fn():
    state = tf.constant(1.0)
    for layer in range(3):
        state = tf.cos(weights[layer, 0]) * state + weights[layer, 1]
    return tf.square(state)


variables = [turns, shifts]

STATUSES = {"turns": "null", "shifts": "null"}
FINDINGS = (("GN108", "", "error"),)
