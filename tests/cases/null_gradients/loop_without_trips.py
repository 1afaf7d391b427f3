"""A tf.while_loop makes no trip, so what its body uses has no part in the loss."""

import tensorflow as tf

start = tf.Variable(1.0, name="start")
growth = tf.Variable(1.1, name="growth")
steps = tf.constant(0)


def loss_fn():
    _, value = tf.while_loop(  # <- culprit
        lambda step, _: step < steps,
        lambda step, value: (step + 1, value * growth),
        [tf.constant(0), start * 2.0],
    )
    return tf.square(value - 3.0)


variables = [start, growth]

STATUSES = {"start": "ok", "growth": "null"}
FINDINGS = (("GN115", "Mul", "note"),)
