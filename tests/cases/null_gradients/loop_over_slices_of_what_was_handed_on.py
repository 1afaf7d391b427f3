"""Forecasts and what was measured travel in one list; a loop takes one horizon of the two."""

import tensorflow as tf

SPANS = (1.0, 4.0, 9.0)
days = tf.Variable([[0.4], [-0.2]], name="days")
weeks = tf.Variable([[0.1], [0.6]], name="weeks")
history = tf.constant([[1.0, 0.5], [-0.5, 2.0], [0.25, 1.0]])
measured = [tf.constant([[0.5], [1.0], [0.0]]), tf.constant([[2.0], [-1.0], [1.5]])]


def forecasts(history):
    return tf.matmul(history, days), tf.matmul(history, weeks)


def misses(*series, spans):
    ahead, wanted = series[:2], series[2:]
    total = 0.0
    for horizon in range(len(spans) // 2):  # <- culprit
        difference = ahead[horizon] - wanted[horizon]
        total += tf.reduce_mean(tf.square(difference)) / spans[horizon]
    return total


def loss_fn():
    return misses(*forecasts(history), *measured, spans=SPANS)


variables = [days, weeks]

STATUSES = {"days": "ok", "weeks": "null"}
FINDINGS = (("GN104", "MatMul", "note"),)
