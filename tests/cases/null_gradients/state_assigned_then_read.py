"""A simulation adds to its state in a tf.function and computes the loss from the state."""

import tensorflow as tf

step_size = tf.Variable(0.1, name="step_size")
state = tf.Variable([0.0, 1.0], trainable=False, name="state")


@tf.function
def advance(force):
    state.assign_add(step_size * force)  # <- culprit


def loss_fn():
    advance(tf.constant([1.0, -1.0]))
    return tf.reduce_sum(tf.square(state))


variables = [step_size]

STATUSES = {"step_size": "null"}
FINDINGS = (("GN113", "AssignAddVariableOp", "error"),)
