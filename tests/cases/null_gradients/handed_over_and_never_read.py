"""A variable is handed to an inner object, which uses only the constant that it was given too."""

import tensorflow as tf


class Gate:
    def __init__(self, weight, mask):
        self.weight, self.mask = weight, mask

    def __call__(self, inputs):
        return inputs * self.mask


class Gated(tf.Module):
    def __init__(self):
        super().__init__()
        self.weight = tf.Variable([0.5, -0.25], name="weight")
        self.bias = tf.Variable([0.1, 0.2], name="bias")  # <- culprit
        self.gate = Gate(self.bias, tf.constant([1.0, 0.0]))

    def __call__(self, inputs):
        return self.gate(inputs * self.weight)


model = Gated()
x = tf.constant([[0.5, -1.0], [2.0, 0.25]])


def loss_fn():
    return tf.reduce_mean(tf.square(model(x) - 1.0))


variables = [model.weight, model.bias]

STATUSES = {"weight": "ok", "bias": "null"}
FINDINGS = (("GN104", "", "note"),)
