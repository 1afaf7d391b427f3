"""The loss takes what a function called `copy_of` gives back, in place of what was listed."""

import copy

import tensorflow as tf


class Gate(tf.Module):
    def __init__(self):
        super().__init__()
        self.open = tf.Variable([0.3, 0.9], name="open")

    def __call__(self, rows):
        return rows * tf.sigmoid(self.open)


def copy_of(gate):
    twin = copy.deepcopy(gate)
    twin.is_copy = True
    return twin


first = Gate()
second = copy_of(first)  # <- culprit
scale = tf.Variable(2.0, name="scale")
rows = tf.constant([[1.0, 2.0], [0.5, -1.0]])
variables = [*first.trainable_variables, scale]


def loss_fn():
    return tf.reduce_sum(tf.square(second(rows) * scale))


STATUSES = {"open": "null", "scale": "ok"}
FINDINGS = (("GN104", "", "warning"),)
