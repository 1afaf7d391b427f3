"""Small Keras models and data that the tests of `fit` share."""

from __future__ import annotations

import keras
import numpy as np

RANDOM = np.random.default_rng(0)
X = RANDOM.normal(size=[64, 6]).astype(np.float32)
Y = (X[:, :1] > 0).astype(np.float32)
BATCH = 8
STEPS = len(X) // BATCH


def sequential(**compile_arguments) -> keras.Model:
    """A sound network with batch normalisation and dropout, always with the same weights."""
    keras.utils.set_random_seed(7)
    model = keras.Sequential(
        [
            keras.Input([6]),
            keras.layers.Dense(8, activation="relu", name="first"),
            keras.layers.BatchNormalization(name="norm"),
            keras.layers.Dropout(0.2),
            keras.layers.Dense(1, name="last"),
        ],
        name="network",
    )
    model.compile(**{"optimizer": "adam", "loss": "mse"} | compile_arguments)
    return model


class WithUnusedHead(keras.Model):
    """A model one of whose layers does not reach the loss."""

    def __init__(self):
        super().__init__(name="two_heads")
        self.trunk = keras.layers.Dense(4, activation="relu", name="trunk")
        self.head = keras.layers.Dense(1, name="head")
        self.unused = keras.layers.Dense(3, name="unused")

    def call(self, inputs):
        hidden = self.trunk(inputs)
        self.unused(hidden)
        return self.head(hidden)


def with_unused_head(**compile_arguments) -> keras.Model:
    keras.utils.set_random_seed(7)
    model = WithUnusedHead()
    model.compile(**{"optimizer": "adam", "loss": "mse"} | compile_arguments)
    return model


def fit(model: keras.Model, *callbacks, epochs: int = 2, **arguments) -> keras.callbacks.History:
    keras.utils.set_random_seed(11)
    return model.fit(
        X, Y, batch_size=BATCH, epochs=epochs, verbose=0, callbacks=list(callbacks), **arguments
    )


def weights(model: keras.Model) -> list[np.ndarray]:
    return [np.asarray(variable) for variable in model.variables]


def same_bits(one: list[np.ndarray], other: list[np.ndarray]) -> bool:
    return all(a.tobytes() == b.tobytes() for a, b in zip(one, other, strict=True))


class RaiseAt(keras.callbacks.Callback):
    """Raises where other code of the user would."""

    def __init__(self, error, batch=3, hook="on_train_batch_end"):
        super().__init__()
        setattr(self, hook, self._raise)
        self.error, self.batch = error, batch

    def _raise(self, batch, **_):
        if batch == self.batch:
            raise self.error


def is_plain(model: keras.Model) -> bool:
    """Whether nothing of `GradientHealth` is left on a model and its optimizer."""
    return (
        "train_step" not in vars(model)
        and "apply" not in vars(model.optimizer)
        and getattr(model.train_function, "__name__", "") != "guarded"
    )
