"""A stack makes a layer for each step and lists it; the steps call a layer made before."""

import keras
import tensorflow as tf


def mixed(units):
    return keras.Sequential([keras.Input((units,)), keras.layers.Dense(units)])


class Stack(keras.Model):
    def __init__(self, steps, units):
        super().__init__()
        self.mixers = []
        self.mixer = mixed(units)
        self.taken = []
        for _ in range(steps):
            mixer = mixed(units)  # <- culprit
            self.taken.append(self.mixer)
            self.mixers.append(mixer)

    def call(self, x):
        for mixer in self.taken:
            x = tf.tanh(mixer(x))
        return x


stack = Stack(steps=2, units=2)
rows = tf.constant([[0.4, -0.3], [0.8, 0.1]])


def loss_fn():
    return tf.reduce_mean(tf.square(stack(rows) - 1.0))


variables = [stack.mixer.layers[0].kernel, *(one.layers[0].kernel for one in stack.mixers)]

STATUSES = {
    "sequential/dense/kernel": "ok",
    "sequential_1/dense_1/kernel": "null",
    "sequential_2/dense_2/kernel": "null",
}
FINDINGS = (("GN104", "", "note"),)
