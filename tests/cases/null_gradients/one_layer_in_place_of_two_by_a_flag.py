"""A flag has a stack use its first layer twice in place of the second: the branches say so."""

import keras
import tensorflow as tf


class Stack(keras.layers.Layer):
    def __init__(self, recurrent):
        super().__init__(name="stack")
        self.recurrent = recurrent
        self.layer_1 = keras.layers.Dense(2, activation="tanh", name="layer_1")
        self.layer_2 = keras.layers.Dense(2, activation="tanh", name="layer_2")
        self.head = keras.layers.Dense(1, name="head")

    def build(self, shape):
        for part in (self.layer_1, self.layer_2, self.head):
            part.build(shape)

    def call(self, x):
        if self.recurrent:  # <- culprit
            x = self.layer_1(x)
            x = self.layer_1(x)
            x = self.head(x)
        else:
            x = self.layer_1(x)
            x = self.layer_2(x)
            x = self.head(x)
        return x


stack = Stack(recurrent=True)
x = tf.constant([[0.5, -1.0], [2.0, 0.25]])
stack(x)


def loss_fn():
    return tf.reduce_mean(tf.square(stack(x) - 1.0))


variables = stack.trainable_variables

STATUSES = {
    "stack/layer_1/kernel": "ok",
    "stack/layer_1/bias": "ok",
    "stack/layer_2/kernel": "null",
    "stack/layer_2/bias": "null",
    "stack/head/kernel": "ok",
    "stack/head/bias": "ok",
}
FINDINGS = (("GN115", "", "note"),)
