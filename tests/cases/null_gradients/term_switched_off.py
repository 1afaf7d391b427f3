"""A Python flag leaves the term out that the variable belongs to."""

import tensorflow as tf

weight = tf.Variable([1.0, -2.0], name="weight")
log_strength = tf.Variable(-1.0, name="log_strength")
regularised = False


def loss_fn():
    loss = tf.reduce_sum(tf.square(weight - 1.0))
    if regularised:  # <- culprit
        loss += tf.exp(log_strength) * tf.reduce_sum(tf.abs(weight))
    return loss


variables = [weight, log_strength]

STATUSES = {"weight": "ok", "log_strength": "null"}
FINDINGS = (("GN115", "", "note"),)
