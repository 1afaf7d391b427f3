"""A layer is called on numbers while a model is put together, and is no part of it."""

import keras
import numpy as np

places = keras.layers.Embedding(4, 2, name="places")


def classifier():
    inputs = keras.layers.Input((4, 3))
    x = keras.layers.Dense(2, name="words")(inputs)
    position = places(np.arange(4))  # <- culprit
    x = x + position
    return keras.Model(inputs, keras.layers.GlobalAveragePooling1D()(x))


model = classifier()
batch = np.linspace(-1.0, 1.0, 24, dtype=np.float32).reshape(2, 4, 3)


def loss_fn():
    return keras.ops.sum(keras.ops.square(model(batch) - 1.0))


variables = model.trainable_variables + places.trainable_variables

STATUSES = {"words/kernel": "ok", "words/bias": "ok", "places/embeddings": "null"}
FINDINGS = (("GN107", "AddV2", "warning"),)
