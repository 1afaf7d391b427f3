"""Eager tf.cond takes one branch; the variable of the other one is not used."""

import tensorflow as tf

rising = tf.Variable(1.5, name="rising")
falling = tf.Variable(0.1, name="falling")
signal = tf.constant([3.0, -1.0, 2.0])


def loss_fn():
    scaled = tf.cond(  # <- culprit
        tf.reduce_mean(signal) > 0.0,
        lambda: rising * signal,
        lambda: falling * signal,
    )
    return tf.reduce_mean(tf.square(scaled - 1.0))


variables = [rising, falling]

STATUSES = {"rising": "ok", "falling": "null"}
FINDINGS = (("GN115", "Mul", "note"),)
