"""A bank of filters hands `trainable` on, which is off by default; the model leaves it so."""

import tensorflow as tf


class Filters(tf.keras.layers.Layer):
    def __init__(
        self,
        count,
        trainable=False,  # <- culprit
        **kwargs,
    ):
        super().__init__(trainable=trainable, **kwargs)
        self.count = count

    def build(self, shape):
        self.rising = tf.keras.layers.Dense(self.count, trainable=self.trainable, name="rising")
        self.offset = self.add_weight(shape=(self.count,), trainable=self.trainable, name="offset")
        self.rising.build(shape)

    def call(self, waves):
        return tf.tanh(self.rising(waves) + self.offset)


class Detector(tf.keras.Model):
    def __init__(self):
        super().__init__(name="detector")
        self.filters = Filters(3, name="filters")
        self.verdict = tf.keras.layers.Dense(1, name="verdict")

    def call(self, waves):
        return self.verdict(self.filters(waves))


model = Detector()
waves = tf.constant([[0.5, -1.0, 0.3, 0.8], [0.2, 0.9, -0.4, -0.1]])
model(waves)


def loss_fn():
    return tf.reduce_mean(tf.square(model(waves) - 1.0))


variables = model.weights

STATUSES = {
    "detector/filters/offset": "null",
    "detector/filters/rising/kernel": "null",
    "detector/filters/rising/bias": "null",
    "detector/verdict/kernel": "ok",
    "detector/verdict/bias": "ok",
}
FINDINGS = (("GN111", "", "note"),)
