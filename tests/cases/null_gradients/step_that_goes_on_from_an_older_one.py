"""A decoder goes on from what the encoder had before its last stage, and leaves that one out."""

import tensorflow as tf


class Hourglass(tf.keras.Model):
    def __init__(self):
        super().__init__(name="hourglass")
        self.down1 = tf.keras.layers.Dense(3, name="down1")
        self.down2 = tf.keras.layers.Dense(2, name="down2")
        self.widen2 = tf.keras.layers.Dense(3, name="widen2")
        self.widen1 = tf.keras.layers.Dense(4, name="widen1")
        self.mix2 = tf.keras.layers.Dense(3, name="mix2")
        self.head = tf.keras.layers.Dense(1, name="head")

    def call(self, inputs):
        code1 = self.down1(inputs)
        code2 = self.down2(tf.tanh(code1))
        wide2 = self.widen2(code2)
        wide2 = self.mix2(tf.tanh(wide2))
        wide1 = self.widen1(code1)  # <- culprit
        return self.head(tf.tanh(wide1))


model = Hourglass()
features = tf.constant([[0.5, -1.0], [1.5, 2.0]])
model(features)


def loss_fn():
    return tf.reduce_mean(tf.square(model(features) - 1.0))


variables = [model.down1.kernel, model.down2.kernel, model.widen2.kernel, model.mix2.kernel]

STATUSES = {
    "hourglass/down1/kernel": "ok",
    "hourglass/down2/kernel": "null",
    "hourglass/widen2/kernel": "null",
    "hourglass/mix2/kernel": "null",
}
FINDINGS = (("GN104", "BiasAdd", "warning"),)
