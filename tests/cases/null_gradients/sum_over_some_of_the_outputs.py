"""A model gives three outputs, and a sum over the targets in the same function takes two."""

import keras
import tensorflow as tf

inputs = keras.Input([2])
hidden = keras.layers.Dense(3, activation="tanh", name="hidden")(inputs)
heads = [keras.layers.Dense(1, name=f"head_{place}")(hidden) for place in range(3)]
model = keras.Model(inputs, heads)
batch = tf.constant([[1.0, -2.0], [0.5, 3.0]])
TARGETS = [0.1, 0.2]


def loss_fn():
    found = model(batch)
    return tf.add_n(
        [tf.reduce_mean(tf.square(found[i] - one)) for i, one in enumerate(TARGETS)]  # <- culprit
    )


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
