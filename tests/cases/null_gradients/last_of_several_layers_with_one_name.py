"""Every cell of a tower names its layer alike, and a loop leaves the last cell out."""

import keras
import tensorflow as tf


class Cell(keras.layers.Layer):
    def __init__(self):
        super().__init__()
        self.mix = keras.layers.Dense(3, use_bias=False, name="mix")
        self.mix.build((None, 3))

    def call(self, x):
        return tf.tanh(self.mix(x))


class Tower(tf.Module):
    def __init__(self, depth):
        super().__init__()
        self.cells = [Cell() for _ in range(depth)]

    def __call__(self, x):
        for cell in self.cells[:-1]:  # <- culprit
            x = cell(x)
        return x


tower = Tower(depth=3)
scale = tf.Variable(0.7, name="scale")
rows = tf.constant([[0.2, -0.5, 0.9], [1.1, 0.3, -0.4]])


def loss_fn():
    return tf.reduce_mean(tf.square(tower(rows) * scale - 1.0))


variables = [tower.cells[-1].mix.kernel, scale]

STATUSES = {"mix/kernel": "null", "scale": "ok"}
FINDINGS = (("GN104", "", "note"),)
