"""A penalty on all gates is summed up by `+=` in a loop, and nothing reads the sum."""

import tensorflow as tf

kernel = tf.Variable([[0.3], [-0.8]], name="kernel")
gates = [tf.Variable([0.4, -0.1], name="near_gate"), tf.Variable([0.9, 0.2], name="far_gate")]
batch = tf.constant([[1.0, 2.0], [-0.5, 0.3]])


def loss_fn():
    penalty = tf.zeros([])
    for gate in gates:
        penalty += tf.reduce_sum(tf.abs(gate))
    error = batch @ kernel - 1.0
    loss = tf.reduce_mean(tf.square(error))  # <- culprit
    return loss + 0.01 * tf.reduce_sum(tf.square(kernel))


variables = [kernel, *gates]

STATUSES = {"kernel": "ok", "near_gate": "null", "far_gate": "null"}
FINDINGS = (("GN104", "AddV2", "warning"),)
