"""A module makes its weights in each call anew, and keeps all that it ever made in one list."""

import tensorflow as tf


class Mixing(tf.Module):
    def __init__(self):
        super().__init__()
        self.made = []

    def weight(self, shape, name):
        variable = tf.Variable(tf.fill(shape, 0.1), name=name)  # <- culprit
        self.made.append(variable)
        return variable

    def __call__(self, x):
        for number in range(2):
            x = x + tf.nn.tanh(x @ self.weight([3, 3], f"mix_{number}"))
        return x


mixing = Mixing()
head = tf.Variable(tf.ones([3, 1]), name="head")
x = tf.constant([[0.5, -1.0, 2.0]])
mixing(x)
variables = [*mixing.made, head]


def loss_fn():
    return tf.reduce_sum(mixing(x) @ head)


STATUSES = {"mix_0": "null", "mix_1": "null", "head": "ok"}
FINDINGS = (("GN104", "", "warning"),)
