"""Each result is called `_` and read in the next line, but for one that is overwritten."""

import tensorflow as tf


class Block(tf.keras.layers.Layer):
    def __init__(self):
        super().__init__()
        self.norm = tf.keras.layers.LayerNormalization(name="norm")
        self.widen = tf.keras.layers.Dense(4, activation="tanh", name="widen")

    def call(self, inputs):
        _ = self.norm(inputs)
        _ = self.widen(inputs)  # <- culprit
        return tf.reduce_mean(_, axis=1)


block = Block()
x = tf.constant([[1.0, 2.0, 4.0], [0.5, -1.0, 0.0]])
block(x)


def loss_fn():
    return tf.reduce_sum(tf.square(block(x) - 0.5))


variables = [block.norm.gamma, block.norm.beta, block.widen.kernel, block.widen.bias]

STATUSES = {
    "block/norm/gamma": "null",
    "block/norm/beta": "null",
    "block/widen/kernel": "ok",
    "block/widen/bias": "ok",
}
FINDINGS = (("GN104", "AddV2", "warning"),)
