"""A layer computes a width from its variable when it is built, and gives it to an object."""

import tensorflow as tf


class Bell:
    def __init__(self, middle, width):
        narrowed = 0.5 * width
        self.middle = middle
        self.spread = narrowed + 0.1

    def at(self, x):
        return tf.exp(-tf.square((x - self.middle) / self.spread))


class Bells(tf.keras.layers.Layer):
    def build(self, input_shape):
        raw = self.add_weight(name="raw", shape=(input_shape[-1],), initializer="ones")
        middle = self.add_weight(name="middle", shape=(input_shape[-1],), initializer="ones")
        known = raw
        width = tf.nn.softplus(known)  # <- culprit
        self.bell = Bell(middle, width)

    def call(self, inputs):
        return self.bell.at(inputs)


layer = Bells(name="bells")
layer.build((None, 2))


def loss_fn():
    return tf.reduce_sum(layer(tf.constant([[0.3, 2.0]])))


variables = layer.trainable_variables

STATUSES = {"bells/raw": "null", "bells/middle": "ok"}
FINDINGS = (("GN107", "RealDiv", "warning"),)
