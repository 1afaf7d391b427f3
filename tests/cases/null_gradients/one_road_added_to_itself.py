"""A block has a wide and a narrow road, and adds what the wide one gives to itself."""

import tensorflow as tf


class Block(tf.Module):
    def __init__(self):
        super().__init__()
        self.wide_road = tf.Variable([[0.5, 0.1], [-0.2, 0.3]], name="wide_road")
        self.narrow_road = tf.Variable([[0.1, 0.2], [0.4, -0.6]], name="narrow_road")

    def __call__(self, points):
        return tf.tanh(points @ self.wide_road) + tf.tanh(points @ self.wide_road)  # <- culprit


block = Block()
points = tf.constant([[1.0, -2.0], [0.5, 3.0]])


def loss_fn():
    return tf.reduce_mean(tf.square(block(points) - 1.0))


variables = [block.wide_road, block.narrow_road]

STATUSES = {"wide_road": "ok", "narrow_road": "null"}
FINDINGS = (("GN104", "", "warning"),)
