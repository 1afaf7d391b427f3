"""A layer of the program is a normalization of Keras, and its `call` only centers the inputs."""

import keras
import tensorflow as tf


class Centered(keras.layers.LayerNormalization):
    def __init__(self, power, **options):
        super().__init__(**options)
        self.power = power

    def call(self, inputs):  # <- culprit
        centered = inputs - tf.reduce_mean(inputs, axis=-1, keepdims=True)
        return self.powered(centered)

    def powered(self, values):
        return tf.sign(values) * tf.abs(values) ** self.power


class Trunk(keras.Model):
    def __init__(self):
        super().__init__()
        self.project = keras.layers.Dense(3, name="project")
        self.center = Centered(1.5, name="center")

    def call(self, inputs):
        return self.center(self.project(inputs))


trunk = Trunk()
batch = tf.constant([[1.0, -2.0], [0.5, 3.0]])
trunk(batch)


def loss_fn():
    return tf.reduce_mean(tf.square(trunk(batch) - 1.0))


variables = [*trunk.project.trainable_variables, *trunk.center.trainable_variables]

STATUSES = {
    "trunk/project/kernel": "ok",
    "trunk/project/bias": "ok",
    "trunk/center/gamma": "null",
    "trunk/center/beta": "null",
}
FINDINGS = (("GN104", "", "note"),)
