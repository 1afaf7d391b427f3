"""Scales of distributions, which have no name of their own, are computed as the list is made."""

import tensorflow as tf


class Normal:
    def __init__(self, loc, scale):
        self.loc, self.scale = loc, scale

    def log_prob(self, x):
        return -0.5 * tf.square((x - self.loc) / self.scale) - tf.math.log(self.scale)


class Joint:
    def __init__(self, parts):
        self.parts = parts

    def log_prob(self, *values):
        return tf.add_n(
            [part.log_prob(value) for part, value in zip(self.parts, values, strict=True)]
        )


loc = tf.Variable(3.0, name="loc")
log_scale = tf.Variable(0.5, name="log_scale")
joint = Joint(
    [
        Normal(loc, 2.0),
        Normal(1.0, tf.exp(log_scale)),  # <- culprit
    ]
)


def loss_fn():
    return -joint.log_prob(2.5, 0.5)


variables = [loc, log_scale]

STATUSES = {"loc": "ok", "log_scale": "null"}
FINDINGS = (("GN107", "RealDiv", "warning"),)
