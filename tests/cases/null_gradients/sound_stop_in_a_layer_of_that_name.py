"""A layer that only stops gradients stands before a head, as the layer's own name says."""

import tensorflow as tf


class StopGradient(tf.keras.layers.Layer):
    def call(self, inputs):
        return tf.stop_gradient(inputs)  # <- culprit


inputs = tf.keras.Input([4])
code = tf.keras.layers.Dense(3, activation="tanh", name="encoder")(inputs)
score = tf.keras.layers.Dense(1, name="judge")(StopGradient()(code))
model = tf.keras.Model(inputs, score, name="judging")
x, y = tf.random.normal([5, 4]), tf.zeros([5, 1])


def loss_fn():
    return tf.reduce_mean(tf.square(model(x) - y))


variables = model.trainable_variables

STATUSES = {
    "encoder/kernel": "null",
    "encoder/bias": "null",
    "judge/kernel": "ok",
    "judge/bias": "ok",
}
FINDINGS = (("GN101", "StopGradient", "note"),)
