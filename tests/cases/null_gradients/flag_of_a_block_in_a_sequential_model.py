"""Weights that a block makes where widths differ, and uses under a flag that it does not have."""

import tensorflow as tf
from tensorflow import keras


class Block(keras.layers.Layer):
    def __init__(self, units, is_residual=False):
        super().__init__()
        self.is_residual = is_residual
        self.units = units
        self.dense = keras.layers.Dense(units, activation="tanh")

    def build(self, shape):
        self.dense.build(shape)
        self.skip = None
        if shape[-1] != self.units:
            self.skip = self.add_weight(shape=(shape[-1], self.units), name="skip")

    def call(self, x):
        h = self.dense(x)
        if self.is_residual:  # <- culprit
            h += x if self.skip is None else tf.matmul(x, self.skip)
        return h


class Pair(keras.layers.Layer):
    def __init__(self):
        super().__init__()
        self.net = keras.Sequential([Block(4), Block(4)])

    def call(self, x):
        return self.net(x)


class Flow(keras.Model):
    def __init__(self):
        super().__init__()
        self.pairs = [Pair(), Pair()]

    def call(self, x):
        for pair in self.pairs:
            x = pair(x)
        return x


x = tf.reshape(tf.linspace(0.0, 1.0, 12), [6, 2])
flow = Flow()
flow(x)


def loss_fn():
    return tf.reduce_mean(tf.square(flow(x)))


block = flow.pairs[0].net.layers[0]
variables = [block.skip, block.dense.kernel]

STATUSES = {
    "flow/pair/sequential/block/skip": "null",
    "flow/pair/sequential/block/dense/kernel": "ok",
}
FINDINGS = (("GN115", "", "note"),)
