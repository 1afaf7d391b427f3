"""A branch is computed in each block, and added in a block alone whose flag is set."""

import tensorflow as tf


class Block(tf.Module):
    def __init__(self, adds):
        super().__init__()
        self.adds = adds
        self.main = tf.Variable([0.5, -0.4], name="main")
        self.side = tf.Variable([0.2, 0.7], name="side")

    def __call__(self, x):
        beside = tf.tanh(x * self.side)
        kept = x * self.main
        if self.adds:  # <- culprit
            kept = kept + beside
        return tf.nn.softplus(kept)


block = Block(adds=False)
x = tf.constant([1.0, -2.0])


def loss_fn():
    return tf.reduce_sum(tf.square(block(x) - 0.3))


variables = [block.main, block.side]

STATUSES = {"main": "ok", "side": "null"}
FINDINGS = (("GN115", "", "note"),)
