"""A step keeps all that a model gives, and a loop over some weights takes some of it."""

import keras
import tensorflow as tf

inputs = keras.Input([2])
hidden = keras.layers.Dense(3, activation="tanh", name="hidden")(inputs)
outputs = {name: keras.layers.Dense(1, name=name)(hidden) for name in ("angle", "height", "speed")}
model = keras.Model(inputs, outputs)
WEIGHTS = {"angle": 1.0, "height": 0.5}
batch = tf.constant([[1.0, -2.0], [0.5, 3.0]])


class Step:
    def run(self, batch):
        self.given = model(batch)
        return self.total()

    def total(self):
        found = 0.0
        for name, weight in WEIGHTS.items():  # <- culprit
            found += weight * tf.reduce_mean(tf.square(self.given[name] - 1.0))
        return found


def loss_fn():
    return Step().run(batch)


variables = model.trainable_variables

STATUSES = {
    "hidden/kernel": "ok",
    "hidden/bias": "ok",
    "angle/kernel": "ok",
    "angle/bias": "ok",
    "height/kernel": "ok",
    "height/bias": "ok",
    "speed/kernel": "null",
    "speed/bias": "null",
}
FINDINGS = (("GN104", "AddV2", "note"),)
