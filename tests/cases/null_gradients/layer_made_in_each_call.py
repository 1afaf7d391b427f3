"""A model makes its last layer anew in each call, and not the one that it keeps."""

import tensorflow as tf


class Model(tf.keras.Model):
    def __init__(self):
        super().__init__()
        self.body = tf.keras.layers.Dense(3, activation="tanh", name="body")
        self.head = tf.keras.layers.Dense(2, name="head")
        self.head.build((None, 3))

    def call(self, x):
        return tf.keras.layers.Dense(2)(self.body(x))  # <- culprit


x = tf.constant([[0.5, -1.0], [0.2, 0.9]])
model = Model()
model(x)


def loss_fn():
    return tf.reduce_mean(tf.square(model(x) - 1.0))


variables = model.trainable_variables

STATUSES = {
    "model/body/kernel": "ok",
    "model/body/bias": "ok",
    "head/kernel": "null",
    "head/bias": "null",
}
FINDINGS = (("GN104", "", "warning"),)
