"""Two judges value a move, and the smaller of both values is taken of the first alone."""

import tensorflow as tf

judge_1 = tf.Variable([[0.5], [-0.2]], name="judge_1")
judge_2 = tf.Variable([[0.1], [0.4]], name="judge_2")
moves = tf.constant([[1.0, -2.0], [0.5, 3.0]])


def cautious(value_1, value_2):  # noqa: ARG001
    return tf.minimum(value_1, value_1)  # <- culprit


def loss_fn():
    value_1 = tf.tanh(moves @ judge_1)
    value_2 = tf.tanh(moves @ judge_2)
    return tf.reduce_mean(tf.square(cautious(value_1, value_2) - 1.0))


variables = [judge_1, judge_2]

STATUSES = {"judge_1": "ok", "judge_2": "null"}
FINDINGS = (("GN104", "Tanh", "warning"),)
