"""A functional model has two outputs, of which the object that makes the loss never reads one."""

import keras
import tensorflow as tf


def built():
    sound = keras.Input((4,))
    frames = keras.layers.Dense(3, activation="tanh", name="frames")(sound)
    pitch = keras.layers.Dense(1, name="pitch")(frames)
    loudness = keras.layers.Dense(1, name="loudness")(frames)
    return keras.Model(sound, [pitch, loudness])


class Melody:
    def __init__(self, weight):
        self.weight = weight

    def __call__(self, notes, pitch, loudness):  # noqa: ARG002  # <- culprit
        return self.weight * tf.reduce_mean(tf.square(pitch - notes))


model = built()
melody = Melody(0.5)


def loss_fn():
    pitch, loudness = model(tf.ones([2, 4]), training=True)
    return melody(tf.constant([[0.2], [0.7]]), pitch, loudness)


variables = model.trainable_variables

STATUSES = {
    "frames/kernel": "ok",
    "frames/bias": "ok",
    "pitch/kernel": "ok",
    "pitch/bias": "ok",
    "loudness/kernel": "null",
    "loudness/bias": "null",
}
FINDINGS = (("GN104", "AddV2", "note"),)
