"""A weight is used in a method, which `call` calls while training alone, and it is not."""

import tensorflow as tf


class LearntNoise(tf.keras.layers.Layer):
    def build(self, input_shape):
        self.inner = tf.keras.layers.Dense(1, name="inner")
        self.inner.build(input_shape)
        self.size = self.add_weight(shape=(), initializer="ones", name="size")

    def noisy(self, inputs):
        return inputs + tf.nn.softplus(self.size) * tf.random.normal(tf.shape(inputs))

    def call(self, inputs, training=False):
        if training:  # <- culprit
            inputs = self.noisy(inputs)
        return self.inner(inputs)


inputs = tf.keras.Input([2])
model = tf.keras.Model(inputs, LearntNoise(name="noise")(inputs))
x = tf.constant([[0.5, -1.0], [2.0, 0.25]])


def loss_fn():
    return tf.reduce_mean(tf.square(model(x) - 1.0))


variables = model.trainable_variables

STATUSES = {"noise/size": "null", "noise/inner/kernel": "ok", "noise/inner/bias": "ok"}
FINDINGS = (("GN115", "", "note"),)
