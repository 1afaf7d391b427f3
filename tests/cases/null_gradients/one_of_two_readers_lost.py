"""Two objects of one class are called, and the loss compares with the first of them twice."""

import tensorflow as tf


class Reader(tf.Module):
    def __init__(self, name):
        super().__init__(name=name)
        self.weight = tf.Variable([[0.5], [-0.25]], name=f"{name}_weight")

    def __call__(self, inputs):
        return tf.tanh(inputs @ self.weight)


left, right = Reader("left"), Reader("right")
x = tf.constant([[0.5, -1.0], [2.0, 0.25]])


def loss_fn():
    of_left = left(x)
    of_right = right(x)  # noqa: F841
    loss = tf.reduce_mean(tf.square(of_left - 1.0))
    return loss + tf.reduce_mean(tf.square(of_left + 1.0))  # <- culprit


variables = [left.weight, right.weight]

STATUSES = {"left_weight": "ok", "right_weight": "null"}
FINDINGS = (("GN104", "Tanh", "warning"),)
