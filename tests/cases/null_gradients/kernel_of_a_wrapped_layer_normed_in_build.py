"""A wrapper puts a normed kernel in the place of the one of its layer, when it is built."""

import tensorflow as tf
from tensorflow import keras


class Linear(keras.layers.Layer):
    def build(self, shape):
        self.kernel = self.add_weight(shape=(shape[-1], 2), name="kernel")

    def call(self, features):
        return features @ self.kernel


class Normed(keras.layers.Layer):
    def __init__(self, layer, name):
        super().__init__(name=name)
        self.layer = layer

    def build(self, shape):
        self.layer.build(shape)
        self.layer.built = True
        if not hasattr(self.layer, "kernel"):
            raise ValueError("There must be a kernel.")
        self.scale = self.add_weight(shape=(2,), initializer="ones", name="scale")
        self.norm()

    def norm(self):
        kernel = tf.convert_to_tensor(self.layer.kernel)
        self.layer.kernel = self.scale * tf.nn.l2_normalize(kernel, axis=0)  # <- culprit

    def call(self, features):
        return self.layer(features)


normed, head = Normed(Linear(name="linear"), "normed"), keras.layers.Dense(1, name="head")


def loss_fn():
    return tf.reduce_mean(tf.square(head(normed(tf.ones([4, 3])))))


loss_fn()
variables = [*normed.trainable_variables, head.kernel]

STATUSES = {"normed/scale": "null", "normed/linear/kernel": "null", "head/kernel": "ok"}
FINDINGS = (("GN106", "", "error"),)
