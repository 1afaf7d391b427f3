"""Each step of tf.scan ends in a stop, so that the cell cannot learn and the head can."""

import tensorflow as tf

recurrent = tf.Variable([[0.5, 0.1], [0.2, 0.4]], name="recurrent")
head = tf.Variable([[0.3], [0.7]], name="head")
series = tf.constant([[0.1, 0.4], [-0.3, 0.8], [0.5, 0.2]])


def cell(state, row):
    return tf.stop_gradient(tf.tanh(tf.linalg.matvec(recurrent, state) + row))  # <- culprit


def loss_fn():
    states = tf.scan(cell, series, initializer=tf.zeros([2]))
    return tf.reduce_mean(tf.square(states @ head - 1.0))


variables = [recurrent, head]

STATUSES = {"recurrent": "null", "head": "ok"}
FINDINGS = (("GN101", "StopGradient", "warning"),)
