"""A layer has its own kernel, and leaves unused the one that its parent class makes."""

import keras
import tensorflow as tf


class Projection(keras.layers.Dense):
    def build(self, input_shape):
        super().build(input_shape)  # <- culprit
        self.matrix = self.add_weight(shape=(input_shape[-1], self.units), name="matrix")

    def call(self, inputs):
        return tf.matmul(inputs, self.matrix) + self.bias


layer = Projection(2, name="projection")
batch = tf.constant([[1.0, -2.0, 0.3], [0.5, 3.0, -0.8]])
layer.build(batch.shape)


def loss_fn():
    return tf.reduce_mean(tf.square(layer(batch) - 1.0))


variables = layer.trainable_variables

STATUSES = {"projection/kernel": "null", "projection/bias": "ok", "projection/matrix": "ok"}
FINDINGS = (("GN104", "", "note"),)
