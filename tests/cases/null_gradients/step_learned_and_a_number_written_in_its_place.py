"""A solver computes its step from a variable, and multiplies by a number of its own."""

import tensorflow as tf

rate = tf.Variable([[-0.1, 2.0], [-2.0, -0.1]], name="rate")
log_step = tf.Variable(-2.3, name="log_step")


def slope(state):
    return (state**3) @ rate


def solved(state):
    step = tf.exp(log_step)  # noqa: F841
    first = slope(state)
    second = slope(state + 0.1 * first)  # <- culprit
    return state + 0.05 * (first + second)


def loss_fn():
    return tf.reduce_mean(tf.square(solved(tf.constant([[1.0, 0.5]])) - 0.3))


variables = [rate, log_step]

STATUSES = {"rate": "ok", "log_step": "null"}
FINDINGS = (("GN104", "Exp", "warning"),)
