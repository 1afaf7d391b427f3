"""The loss has a loop over fewer outputs than the model has."""

import keras
import tensorflow as tf

inputs = keras.Input([2])
hidden = keras.layers.Dense(3, activation="tanh", name="hidden")(inputs)
heads = [keras.layers.Dense(1, name=f"head_{place}")(hidden) for place in range(3)]
model = keras.Model(inputs, heads)
batch = tf.constant([[1.0, -2.0], [0.5, 3.0]])
ANCHORS = [0.1, 0.2]


def total(outputs):
    found = 0.0
    for place in range(len(ANCHORS)):  # <- culprit
        found += tf.reduce_mean(tf.square(outputs[place] - ANCHORS[place]))
    return found


def loss_fn():
    return total(model(batch))


variables = model.trainable_variables

STATUSES = {
    "hidden/kernel": "ok",
    "hidden/bias": "ok",
    "head_0/kernel": "ok",
    "head_0/bias": "ok",
    "head_1/kernel": "ok",
    "head_1/bias": "ok",
    "head_2/kernel": "null",
    "head_2/bias": "null",
}
FINDINGS = (("GN104", "AddV2", "note"),)
