"""A result is only put into a list under an `if` that is taken, and nothing reads the list."""

import tensorflow as tf

weight = tf.Variable([0.3, 0.8], name="weight")
gate = tf.Variable([0.1, -0.2], name="gate")
x = tf.constant([1.0, 2.0])
KEEPS = True


def predicted(rows):
    kept = []
    opened = tf.sigmoid(rows * gate)
    result = rows * weight
    if KEEPS:
        kept.append(opened)  # <- culprit
    return tf.nn.softplus(result)


def loss_fn():
    return tf.reduce_sum(tf.square(predicted(x) - 1.0))


variables = [weight, gate]

STATUSES = {"weight": "ok", "gate": "null"}
FINDINGS = (("GN104", "Sigmoid", "warning"),)
