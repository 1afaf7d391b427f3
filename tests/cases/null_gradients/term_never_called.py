"""A layer with a prior of its own, whose divergence the loss never asks for."""

import keras
import tensorflow as tf


class Sampled(keras.layers.Layer):
    def __init__(self, width):
        super().__init__(name="sampled")
        self.width = width

    def build(self, shape):
        self.mean = self.add_weight(shape=(shape[-1], self.width), name="mean")
        self.prior = self.add_weight(shape=(self.width,), name="prior")

    def call(self, x):
        return x @ self.mean

    def divergence(self):
        away = self.mean - self.prior
        return tf.reduce_sum(tf.square(away))


layer = Sampled(2)
features = tf.constant([[0.5, -1.0, 2.0]])
layer(features)
variables = layer.trainable_variables


def loss_fn():
    error = layer(features) - 1.0
    return tf.reduce_mean(tf.square(error))  # <- culprit


STATUSES = {"sampled/mean": "ok", "sampled/prior": "null"}
FINDINGS = (("GN104", "", "note"),)
