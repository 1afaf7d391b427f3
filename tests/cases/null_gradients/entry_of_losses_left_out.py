"""Three losses are put into a dict, and the sum takes two of them."""

import tensorflow as tf

shape = tf.Variable([1.0, -0.5], name="shape")
colour = tf.Variable([0.3, 0.8], name="colour")
texture = tf.Variable([0.2, 0.1], name="texture")


def loss_fn():
    losses = {}
    losses["shape"] = tf.reduce_mean(tf.square(shape - 1.0))
    losses["colour"] = tf.reduce_mean(tf.square(colour - 1.0))
    losses["texture"] = tf.reduce_mean(tf.square(texture - 1.0))  # <- culprit
    return sum(losses[name] for name in ("shape", "colour"))


variables = [shape, colour, texture]

STATUSES = {"shape": "ok", "colour": "ok", "texture": "null"}
FINDINGS = (("GN104", "Mean", "note"),)
