"""The model is called before the tape is opened that its slope is asked of."""

import keras
import tensorflow as tf


class Potential(keras.Model):
    def __init__(self):
        super().__init__()
        self.inner = keras.layers.Dense(4, activation="tanh")
        self.outer = keras.layers.Dense(1, use_bias=False)

    def call(self, places):
        hidden = self.inner(places)
        return self.outer(hidden)


potential = Potential()
places = tf.constant([[0.1, 0.4], [-0.3, 0.2]])
forces = tf.constant([[1.0, 0.0], [0.0, 1.0]])
potential(places)


def loss_fn():
    energy = potential(places)  # <- culprit
    with tf.GradientTape() as tape:
        tape.watch(places)
        total = tf.reduce_sum(energy)
    slope = tape.gradient(total, places)
    return tf.reduce_mean(tf.square(slope + forces))


variables = potential.trainable_variables

RAISES = ValueError
STATUSES = {
    "potential/dense/kernel": "null",
    "potential/dense/bias": "null",
    "potential/dense_1/kernel": "null",
}
FINDINGS = (("GN119", "", "error"),)
