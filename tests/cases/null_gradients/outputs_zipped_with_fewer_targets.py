"""Outputs of a model go through `zip` with fewer targets, in a sum over them."""

import keras
import tensorflow as tf

inputs = keras.Input([2])
hidden = keras.layers.Dense(3, activation="tanh", name="hidden")(inputs)
outputs = [keras.layers.Dense(1, name=name)(hidden) for name in ("near", "middle", "far")]
model = keras.Model(inputs, outputs)
batch = tf.constant([[1.0, -2.0], [0.5, 3.0]])


def squared(given, wanted):
    return tf.reduce_mean(tf.square(given - wanted))


class Task:
    def __init__(self, targets):
        self.targets = targets

    def loss(self, x):
        given = model(x)
        names = ("near", "middle", "far")
        return sum(
            squared(one, wanted) / (place + len(name))
            for place, (one, wanted, name) in enumerate(
                zip(given, self.targets, names, strict=False)  # <- culprit
            )
        )


task = Task(targets=[1.0, 2.0])


def loss_fn():
    return task.loss(batch)


variables = model.trainable_variables

STATUSES = {
    "hidden/kernel": "ok",
    "hidden/bias": "ok",
    "near/kernel": "ok",
    "near/bias": "ok",
    "middle/kernel": "ok",
    "middle/bias": "ok",
    "far/kernel": "null",
    "far/bias": "null",
}
FINDINGS = (("GN104", "AddV2", "note"),)
