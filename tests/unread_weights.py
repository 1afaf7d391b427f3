"""Layers with a weight that nothing reads, for tests of what is said of it."""

import keras


class Shifted(keras.layers.Layer):
    def build(self, shape):
        self.scale = self.add_weight(shape=[shape[-1]], initializer="ones", name="scale")
        self.shift = self.add_weight(shape=[shape[-1]], name="shift")

    def call(self, inputs):
        return inputs * self.scale
