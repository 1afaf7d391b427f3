"""A field of what an encoder returns is read in a penalty that is switched off."""

from typing import NamedTuple

import tensorflow as tf

centre = tf.Variable([0.4, 0.1], name="centre")
spread = tf.Variable([0.3, -0.6], name="spread")
points = tf.constant([[0.1, 0.5], [0.9, 0.2]])


class Code(NamedTuple):
    middle: tf.Tensor
    width: tf.Tensor


class Coder:
    def __init__(self, penalised):
        self.penalised = penalised

    def encode(self, x):
        width = tf.nn.softplus(spread * x)
        middle = x - centre
        return Code(middle, width=width)

    def loss(self, x):
        code = self.encode(x)
        error = tf.reduce_mean(tf.square(code.middle))
        if self.penalised:  # <- culprit
            error += tf.reduce_mean(tf.math.log(code.width))
        return error


coder = Coder(penalised=False)


def loss_fn():
    return coder.loss(points)


variables = [centre, spread]

STATUSES = {"centre": "ok", "spread": "null"}
FINDINGS = (("GN115", "", "note"),)
