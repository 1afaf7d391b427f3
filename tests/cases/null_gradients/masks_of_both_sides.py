"""Two masks, one of each side of a threshold, are made line after line and put on another value."""

import tensorflow as tf

gain = tf.Variable([0.2, -0.4, 0.9], name="gain")
weight = tf.Variable([1.0, 2.0, 3.0], name="weight")


def split(x):
    score = tf.sigmoid(x * gain)
    strong = score >= 0.5  # <- culprit
    weak = score < 0.5
    return x * tf.cast(strong, tf.float32), x * tf.cast(weak, tf.float32)


def loss_fn():
    first, second = split(tf.constant([1.0, 2.0, -1.0]))
    return tf.reduce_sum(weight * (first - 0.5 * second))


variables = [gain, weight]

STATUSES = {"gain": "null", "weight": "ok"}
FINDINGS = (("GN102", "GreaterEqual", "error"),)
