"""tf.scan rounds its accumulator at each step, so the first value is cut off."""

import tensorflow as tf

initial = tf.Variable(0.7, name="initial")
rates = tf.Variable([1.5, 2.5, 0.5], name="rates")


def step(total, rate):
    whole = tf.round(total)  # <- culprit
    return whole + rate


def loss_fn():
    return tf.reduce_sum(tf.square(tf.scan(step, rates, initializer=initial)))


variables = [initial, rates]

STATUSES = {"initial": "null", "rates": "ok"}
FINDINGS = (("GN102", "Round", "error"),)
