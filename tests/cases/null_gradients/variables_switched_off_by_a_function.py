"""A function holds variables fixed after they were made; another was made so."""

import tensorflow as tf


def hold(variables, is_held=True):
    for each in variables:
        each._trainable = not is_held  # <- culprit


class Curve:
    def __init__(self):
        self.height = tf.Variable(0.5, name="height")
        self.width = tf.Variable(2.0, name="width")
        self.start = tf.Variable(0.25, name="start", trainable=False)
        self.steepness = tf.Variable(1.5, name="steepness")

    def __call__(self, x):
        return self.height * tf.tanh(self.steepness * (x - self.start) / self.width)


curve = Curve()
hold([curve.height, curve.width])
points = tf.constant([0.0, 1.0, 2.0])


def loss_fn():
    return tf.reduce_mean(tf.square(curve(points) - 1.0))


variables = [curve.height, curve.width, curve.start, curve.steepness]

STATUSES = {"height": "null", "width": "null", "start": "null", "steepness": "ok"}
FINDINGS = (("GN111", "", "note"), ("GN111", "", "note"))
