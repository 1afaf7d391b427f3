"""Each turn of a loop has a loss, and the line that adds it up stands behind the loop."""

import tensorflow as tf

heads = [tf.Variable([[0.5], [float(number)]], name=f"head_{number}") for number in range(3)]
x, wanted = tf.constant([[1.0, 2.0], [0.5, -1.0]]), [1.0, 0.0, -1.0]


def loss_fn():
    total = 0.0
    for head, each in zip(heads, wanted, strict=True):
        loss = tf.reduce_mean(tf.square(x @ head - each))
    total += loss  # <- culprit
    return total


variables = heads

STATUSES = {"head_0": "null", "head_1": "null", "head_2": "ok"}
FINDINGS = (("GN104", "Mean", "warning"),)
