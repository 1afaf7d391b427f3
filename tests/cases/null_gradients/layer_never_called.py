"""A subclassed model builds a layer that its call never uses."""

import tensorflow as tf


class Regressor(tf.keras.Model):
    def __init__(self):
        super().__init__()
        self.used = tf.keras.layers.Dense(1, name="used")
        self.forgotten = tf.keras.layers.Dense(1, name="forgotten")

    def build(self, input_shape):
        self.used.build(input_shape)
        self.forgotten.build(input_shape)
        self.built = True

    def call(self, inputs):
        return self.used(inputs)


model = Regressor()
x = tf.ones([2, 3])
model(x)


def loss_fn():
    return tf.reduce_mean(tf.square(model(x) - 1.0))


variables = model.trainable_variables

STATUSES = {
    "regressor/used/kernel": "ok",
    "regressor/used/bias": "ok",
    "regressor/forgotten/kernel": "null",
    "regressor/forgotten/bias": "null",
}
FINDINGS = (("GN104", "", "note"),)
