"""The elements of one list are computed from variables, line after line, before the loss is."""

import tensorflow as tf

low = tf.Variable(0.1, name="low")
high = tf.Variable(0.4, name="high")
shift = tf.Variable(0.2, name="shift")


class Bell:
    def __init__(self, width):
        self.width = width

    def cost(self, x):
        return tf.square(x / self.width)


bells = [
    Bell(width=tf.exp(low)),  # <- culprit
    Bell(width=tf.exp(high)),
]


def loss_fn():
    return sum(bell.cost(2.0 - shift) for bell in bells)


variables = [low, high, shift]

STATUSES = {"low": "null", "high": "null", "shift": "ok"}
FINDINGS = (("GN107", "RealDiv", "warning"),)
