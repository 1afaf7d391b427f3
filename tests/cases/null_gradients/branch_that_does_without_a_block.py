"""A model goes by its block under a setting; what the block would ask itself is never asked."""

import keras
import tensorflow as tf


class Block(keras.layers.Layer):
    def __init__(self, gated):
        super().__init__(name="block")
        self.norm = keras.layers.LayerNormalization(name="norm")
        self.gate = keras.layers.Dense(3, name="gate") if gated else None

    def _gates(self, x, scale):
        if self.gate is None or scale is None:
            return None
        return self.gate(x) * scale

    def call(self, x, scale=None):
        gates = self._gates(x, scale)
        x = self.norm(x)
        return x if gates is None else x * gates


class Model(keras.Model):
    def __init__(self, by_hand):
        super().__init__(name="model")
        self.embed = keras.layers.Dense(3, name="embed")
        self.block = Block(gated=True)
        self.by_hand = by_hand

    def written_out(self, x):
        block, turns = self.block, 2
        for _ in range(turns):
            x = x + block.norm(x)
        return x

    def call(self, x):
        x = self.embed(x)
        if self.by_hand:  # <- culprit
            return self.written_out(x)
        return self.block(x, scale=0.5)


model = Model(by_hand=True)
x = tf.constant([[0.5, -1.0], [2.0, 0.25]])
model.block(tf.ones([1, 3]), scale=1.0)
model(x)


def loss_fn():
    return tf.reduce_mean(tf.square(model(x) - 1.0))


variables = model.trainable_variables

STATUSES = {
    "model/embed/kernel": "ok",
    "model/embed/bias": "ok",
    "block/norm/gamma": "ok",
    "block/norm/beta": "ok",
    "block/gate/kernel": "null",
    "block/gate/bias": "null",
}
FINDINGS = (("GN115", "", "note"),)
