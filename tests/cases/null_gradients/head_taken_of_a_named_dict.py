"""The loss takes one entry of a dict that it has given a name."""

import keras
import tensorflow as tf


class TwoHeads(keras.Model):
    def __init__(self):
        super().__init__(name="two_heads")
        self.depth = keras.layers.Dense(1, name="depth")
        self.normal = keras.layers.Dense(3, name="normal")

    def call(self, pixels):
        depth = self.depth(pixels)
        normal = self.normal(pixels)
        return {"depth": depth, "normal": normal}


model = TwoHeads()
pixels = tf.constant([[0.1, 0.5], [0.7, 0.2]])
model(pixels)


def loss_fn():
    outputs = model(pixels)
    return tf.reduce_mean(tf.abs(outputs["depth"] - 1.0))  # <- culprit


variables = model.trainable_variables

STATUSES = {
    "two_heads/depth/kernel": "ok",
    "two_heads/depth/bias": "ok",
    "two_heads/normal/kernel": "null",
    "two_heads/normal/bias": "null",
}
FINDINGS = (("GN104", "BiasAdd", "note"),)
