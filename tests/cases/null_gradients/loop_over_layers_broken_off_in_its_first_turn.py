"""A `break` in a loop over layers stands under no condition."""

import keras
import tensorflow as tf

points = tf.constant([[1.0, -2.0], [0.5, 3.0]])
model = keras.Sequential(
    [keras.Input([2]), *(keras.layers.Dense(2, name=f"part_{place}") for place in range(3))],
    name="chain",
)


def through(x):
    for layer in model.layers[0:]:
        x = layer(x)
        break  # <- culprit
    return x


def loss_fn():
    return tf.reduce_mean(tf.square(through(points)))


variables = model.trainable_variables

STATUSES = {
    "chain/part_0/kernel": "ok",
    "chain/part_0/bias": "ok",
    "chain/part_1/kernel": "null",
    "chain/part_1/bias": "null",
    "chain/part_2/kernel": "null",
    "chain/part_2/bias": "null",
}
FINDINGS = (("GN104", "", "warning"),)
