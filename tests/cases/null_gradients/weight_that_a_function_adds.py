"""A function adds a weight to a dense layer, which does not know of it."""

import tensorflow as tf


def dense_with_temperature():
    layer = tf.keras.layers.Dense(2, name="scores")
    layer.add_weight(shape=(), initializer="ones", name="temperature")  # <- culprit
    return layer


class Scorer(tf.keras.Model):
    def __init__(self):
        super().__init__()
        self.scores = dense_with_temperature()
        self.widen = tf.keras.layers.Dense(3, activation="tanh", name="widen")

    def call(self, inputs):
        return self.scores(self.widen(inputs))


scorer = Scorer()
x = tf.constant([[1.0, 2.0], [0.5, -1.0]])
scorer(x)


def loss_fn():
    return tf.reduce_mean(tf.square(scorer(x) - 0.5))


variables = scorer.trainable_variables

STATUSES = {
    "scores/temperature": "null",
    "scorer/scores/kernel": "ok",
    "scorer/scores/bias": "ok",
    "scorer/widen/kernel": "ok",
    "scorer/widen/bias": "ok",
}
FINDINGS = (("GN104", "", "note"),)
