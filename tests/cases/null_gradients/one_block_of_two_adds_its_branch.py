"""The branch of a block is added in one of two blocks; of the other, the flag is off."""

import tensorflow as tf


class Block(tf.Module):
    def __init__(self, adds):
        super().__init__()
        self.adds = adds
        self.side = tf.Variable([0.2, 0.7], name="side")

    def __call__(self, x):
        beside = tf.tanh(x * self.side)  # <- culprit
        if self.adds:
            x = x + beside
        return tf.nn.softplus(x)


blocks = [Block(adds=True), Block(adds=False)]
x = tf.constant([1.0, -2.0])


def loss_fn():
    return tf.reduce_sum(tf.square(blocks[1](blocks[0](x)) - 0.3))


variables = [block.side for block in blocks]

STATUSES = {"side": "ok", "side_2": "null"}
FINDINGS = (("GN104", "Tanh", "note"),)
