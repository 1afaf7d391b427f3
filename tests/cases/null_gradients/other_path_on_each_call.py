"""A counter in Python decides whether the weight takes part, so two runs differ."""

import tensorflow as tf

weight = tf.Variable(2.0, name="weight")
bias = tf.Variable(1.0, name="bias")
calls = []


def loss_fn():
    calls.append(1)
    loss = tf.square(bias)
    if len(calls) % 2 == 0:
        loss += tf.square(weight)
    return loss


variables = [weight, bias]

STATUSES = {"weight": "null", "bias": "ok"}
FINDINGS = (("GN199", "", "error"),)
