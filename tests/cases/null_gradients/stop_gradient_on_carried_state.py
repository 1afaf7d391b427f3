"""A tf.while_loop stops the gradient of the state that it carries from trip to trip."""

import tensorflow as tf

start = tf.Variable([0.5, -0.5], name="start")
rate = tf.Variable(0.9, name="rate")


def step(count, state):
    kept = tf.stop_gradient(state)  # <- culprit
    return count + 1, rate * kept + 0.1


def loss_fn():
    _, state = tf.while_loop(lambda count, _: count < 3, step, [tf.constant(0), start])
    return tf.reduce_sum(tf.square(state))


variables = [start, rate]

STATUSES = {"start": "null", "rate": "ok"}
FINDINGS = (("GN101", "StopGradient", "note"),)
