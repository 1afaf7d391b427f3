"""A weight that is used under a flag, in a layer that stands five layers deep in others."""

import keras
import tensorflow as tf


class Gate(keras.layers.Layer):
    def __init__(self, gated, **kwargs):
        super().__init__(**kwargs)
        self.gated = gated

    def build(self, shape):
        self.scale = self.add_weight(shape=(shape[-1],), name="scale")
        self.shift = self.add_weight(shape=(shape[-1],), name="shift")

    def call(self, x):
        x = x + self.shift
        if self.gated:  # <- culprit
            x = x * tf.nn.sigmoid(self.scale)
        return x


class Around(keras.layers.Layer):
    def __init__(self, inner, **kwargs):
        super().__init__(**kwargs)
        self.inner = inner

    def call(self, x):
        return tf.nn.tanh(self.inner(x))


class Stack(keras.Model):
    def __init__(self):
        super().__init__()
        self.blocks = [Around(Around(Around(Around(Gate(gated=False)))))]

    def call(self, x):
        for block in self.blocks:
            x = block(x)
        return x


models = [Stack()]
x = tf.constant([[0.5, -1.0], [2.0, 0.25]])
for model in models:
    model(x)
variables = [variable for model in models for variable in model.trainable_variables]


def loss_fn():
    return tf.add_n([tf.reduce_sum(model(x)) for model in models])


_GATE = "stack/around_3/around_2/around_1/around/gate"
STATUSES = {f"{_GATE}/scale": "null", f"{_GATE}/shift": "ok"}
FINDINGS = (("GN115", "", "note"),)
