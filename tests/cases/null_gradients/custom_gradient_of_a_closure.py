"""A solver with a gradient of its own uses a rate that is not among its arguments."""

import tensorflow as tf

rate = tf.Variable(0.0, name="rate")
start = tf.Variable([1.0, 0.5], name="start")


def solver(slope):
    @tf.custom_gradient
    def solved(state):
        def gradient(upstream):
            return 0.9 * upstream  # <- culprit

        return state + 0.1 * slope(state), gradient

    return solved


def loss_fn():
    decay = tf.exp(rate)
    return tf.reduce_sum(tf.square(solver(lambda state: -decay * state)(start)))


variables = [rate, start]

STATUSES = {"rate": "null", "start": "ok"}
FINDINGS = (("GC303", "CustomGradient", "error"),)
