"""Wrappers put a normed kernel in the place of the one of their layer, when they are built."""

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


model = keras.Sequential(
    [
        Normed(Linear(name="linear"), "first"),
        Normed(Linear(name="linear"), "second"),
        keras.layers.Dense(1, name="head"),
    ]
)
model(tf.ones([4, 3]))


def loss_fn():
    return tf.reduce_mean(tf.square(model(tf.ones([4, 3]))))


variables = model.trainable_variables[:-1]

STATUSES = {
    "sequential/first/scale": "null",
    "sequential/first/linear/kernel": "null",
    "sequential/second/scale": "null",
    "sequential/second/linear/kernel": "null",
    "sequential/head/kernel": "ok",
}
FINDINGS = (("GN106", "", "error"),)
