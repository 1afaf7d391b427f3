"""Kernels lie in a dict, one for each side, and both sides are turned by that of the left one."""

import tensorflow as tf


class Sides(tf.Module):
    def __init__(self):
        super().__init__()
        self.kernels = {
            side: tf.Variable([[0.5, -0.2], [0.1, 0.4]], name=side) for side in ("left", "right")
        }

    def __call__(self, left, right):
        turned_left = tf.tanh(left @ self.kernels["left"])
        turned_right = tf.tanh(right @ self.kernels["left"])  # <- culprit
        return turned_left - turned_right


sides = Sides()
left, right = tf.constant([[1.0, -2.0]]), tf.constant([[0.5, 3.0]])


def loss_fn():
    return tf.reduce_mean(tf.square(sides(left, right)))


variables = list(sides.kernels.values())

STATUSES = {"left": "ok", "right": "null"}
FINDINGS = (("GN104", "", "warning"),)
