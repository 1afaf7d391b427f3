"""An eager Python if on a tensor skips the correction, and its variable with it."""

import tensorflow as tf

weight = tf.Variable(2.0, name="weight")
correction = tf.Variable(0.5, name="correction")
limit = tf.constant(10.0)


def loss_fn():
    loss = tf.square(weight - 1.0)
    if loss > limit:  # <- culprit
        loss = loss * correction
    return loss


variables = [weight, correction]

STATUSES = {"weight": "ok", "correction": "null"}
FINDINGS = (("GN115", "Mul", "note"),)
