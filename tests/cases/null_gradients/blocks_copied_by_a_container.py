"""A container keeps a deep copy of the blocks that it is given; the loss has the copy."""

import copy

import tensorflow as tf


class Table(tf.Module):
    def __init__(self):
        super().__init__()
        self.rows = tf.Variable(tf.ones([4, 3]), name="rows")

    def __call__(self, picked):
        return tf.gather(self.rows, picked)


class Blocks:
    def __init__(self, *blocks):
        self.blocks = copy.deepcopy(blocks)  # <- culprit

    def __call__(self, x):
        for block in self.blocks:
            x = block(x)
        return x


table = Table()
blocks = Blocks(table, tf.math.sin)
scale = tf.Variable(0.5, name="scale")


def loss_fn():
    return tf.reduce_sum(blocks(tf.constant([0, 3]))) * scale


variables = [table.rows, scale]

STATUSES = {"rows": "null", "scale": "ok"}
FINDINGS = (("GN104", "", "warning"),)
