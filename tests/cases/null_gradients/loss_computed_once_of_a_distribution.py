"""A loss is computed once, of an object that holds the variables, and handed on as it is."""

import tensorflow as tf


class Affine:
    def __init__(self):
        self.shift = tf.Variable(0.5, name="shift")
        self.scale = tf.Variable(2.0, name="scale")


class Flow:
    def __init__(self, steps):
        self.steps = steps

    def sample(self):
        x = tf.constant([1.0, -2.0])
        for step in self.steps:
            x = x * step.scale + step.shift
        return x


def divergence(flow):
    return tf.reduce_mean(tf.square(flow.sample()))


steps = [Affine()]
flow = Flow(steps)
cost = divergence(flow)  # <- culprit


def loss_fn():
    return cost


variables = [steps[0].shift, steps[0].scale]

STATUSES = {"shift": "null", "scale": "null"}
FINDINGS = (("GN107", "", "error"),)
