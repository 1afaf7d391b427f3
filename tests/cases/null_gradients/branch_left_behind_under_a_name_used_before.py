"""A block computes its branch step by step under one name, and adds the normalised rows instead."""

import tensorflow as tf

layers = tf.keras.layers


class Block(layers.Layer):
    def __init__(self):
        super().__init__(name="block")
        self.norm = layers.LayerNormalization(name="norm")
        self.wide = layers.Dense(4, name="wide")
        self.back = layers.Dense(4, name="back")

    def call(self, rows):
        branch = self.norm(rows)
        branch = tf.nn.relu(self.wide(branch))
        branch = self.back(branch)
        return rows + self.norm(rows)  # <- culprit


block, rows = Block(), tf.random.normal([3, 4])


def loss_fn():
    return tf.reduce_mean(block(rows) ** 3)


loss_fn()
variables = [block.norm.gamma, block.wide.kernel, block.back.kernel]

STATUSES = {"block/norm/gamma": "ok", "block/wide/kernel": "null", "block/back/kernel": "null"}
FINDINGS = (("GN104", "BiasAdd", "warning"),)
