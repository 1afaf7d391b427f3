"""A layer keeps what it computed from its kernel when it was built, and uses only that."""

import tensorflow as tf


class Directions(tf.keras.layers.Layer):
    def build(self, shape):
        self.kernel = self.add_weight(shape=(shape[-1], 2), name="kernel")
        self.scale = self.add_weight(shape=(), initializer="ones", name="scale")
        self.unit = tf.nn.l2_normalize(self.kernel, axis=0)  # <- culprit

    def call(self, inputs):
        return self.scale * tf.matmul(inputs, self.unit)


layer = Directions(name="directions")
batch = tf.constant([[0.5, -1.0, 0.3], [0.2, 0.9, -0.4]])
layer(batch)


def loss_fn():
    return tf.reduce_mean(tf.square(layer(batch) - 1.0))


variables = layer.trainable_variables

STATUSES = {"directions/kernel": "null", "directions/scale": "ok"}
FINDINGS = (("GN107", "MatMul", "warning"),)
