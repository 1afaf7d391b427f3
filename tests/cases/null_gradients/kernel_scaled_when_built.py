"""A layer derives what it multiplies by from the kernel of its parent class, once, when built."""

import keras
import tensorflow as tf


class Scaled(keras.layers.Dense):
    def build(self, input_shape):
        super().build(input_shape)
        size = tf.norm(self.kernel)
        self.scaled = tf.reshape(self.kernel / size, self.kernel.shape)  # <- culprit

    def call(self, inputs):
        return tf.matmul(inputs, self.scaled) + self.bias


layer = Scaled(2, name="scaled")
batch = tf.constant([[1.0, -2.0, 0.3], [0.5, 3.0, -0.8]])
layer.build(batch.shape)


def loss_fn():
    return tf.reduce_mean(tf.square(layer(batch) - 1.0))


variables = layer.trainable_variables

STATUSES = {"scaled/kernel": "null", "scaled/bias": "ok"}
FINDINGS = (("GN107", "MatMul", "warning"),)
