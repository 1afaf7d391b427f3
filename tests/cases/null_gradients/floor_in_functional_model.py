"""A functional model calls `keras.ops.floor`, whose line runs before the loss does."""

import keras
import numpy as np


def level(inputs):
    return keras.ops.floor(inputs * 8.0) / 8.0  # <- culprit


def quantizer():
    inputs = keras.Input([3])
    x = keras.layers.Dense(4, name="before")(inputs)
    return keras.Model(inputs, keras.layers.Dense(1, name="after")(level(x)))


model = quantizer()
batch = np.linspace(-1.0, 1.0, 6, dtype=np.float32).reshape(2, 3)


def loss_fn():
    return keras.ops.sum(keras.ops.square(model(batch) - 1.0))


variables = model.trainable_variables

STATUSES = {
    "before/kernel": "null",
    "before/bias": "null",
    "after/kernel": "ok",
    "after/bias": "ok",
}
FINDINGS = (("GN102", "Floor", "error"),)
