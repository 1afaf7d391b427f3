"""A model is put on top of one that gives two results, by a function which takes one of them."""

import tensorflow as tf


def reader():
    sounds = tf.keras.Input([4])
    pitch = tf.keras.layers.Dense(3, activation="tanh", name="pitch")(sounds)
    tempo = tf.keras.layers.Dense(3, activation="tanh", name="tempo")(sounds)
    return tf.keras.Model(sounds, {"pitch": pitch, "tempo": tempo}, name="reader")


def rating(below):
    sounds = tf.keras.Input([4])
    heard = below(sounds)
    mark = tf.keras.layers.Dense(1, name="mark")(heard["pitch"])  # <- culprit
    return tf.keras.Model(sounds, mark, name="rating")


below = reader()
model = rating(below)
sounds = tf.constant([[0.5, -1.0, 2.0, 0.25]])


def loss_fn():
    return tf.reduce_mean(tf.square(model(sounds) - 1.0))


variables = model.trainable_variables

STATUSES = {
    "pitch/kernel": "ok",
    "pitch/bias": "ok",
    "tempo/kernel": "null",
    "tempo/bias": "null",
    "mark/kernel": "ok",
    "mark/bias": "ok",
}
FINDINGS = (("GN104", "Tanh", "note"),)
