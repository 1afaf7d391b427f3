"""A score adds up the place of the best, a ceiling and whole numbers, all on one line."""

import tensorflow as tf

rates = tf.Variable([0.2, 1.7, 0.9], name="rates")
scale = tf.Variable(1.5, name="scale")


def loss_fn():
    best, whole = tf.argmax(tf.round(rates)), tf.cast(rates, tf.int64)  # <- culprit
    return tf.square(tf.cast(best + whole[0], tf.float32) - scale)


variables = [rates, scale]

STATUSES = {"rates": "null", "scale": "ok"}
FINDINGS = (("GN102", "ArgMax", "error"),)
