"""The networks whose training is timed, always with the same weights and the same batches."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from typing import Any

import keras
import numpy as np
import tensorflow as tf

BATCHES = 16
"""Different batches, over and over, so that no network knows its one batch by heart."""


@dataclasses.dataclass(frozen=True)
class Network:
    """A model, and what it is trained on.

    Attributes:
      label: the name in the table.
      build: makes the model; called with the random seed set.
      draw: the inputs and the labels, [BATCHES, batch, ...] each, from a generator.
      loss: of `compile`.
      jit_compile: whether XLA compiles the training step.
    """

    label: str
    build: Callable[[], keras.Model]
    draw: Callable[[np.random.Generator], tuple[np.ndarray, np.ndarray]]
    loss: str = "sparse_categorical_crossentropy"
    jit_compile: bool = False

    def model(self, optimizer: keras.optimizers.Optimizer) -> keras.Model:
        keras.utils.set_random_seed(7)
        model = self.build()
        model.compile(optimizer=optimizer, loss=self.loss, jit_compile=self.jit_compile)
        return model

    def batches(self) -> tf.data.Dataset:
        """Batches without end, from memory, and by no thread that would work in others' turns."""
        with tf.device("CPU"):
            arrays = self.draw(np.random.default_rng(5))
            dataset = tf.data.Dataset.from_tensor_slices(arrays).repeat()
        options = tf.data.Options()
        options.autotune.enabled = False
        options.experimental_optimization.inject_prefetch = False
        return dataset.with_options(options)


class _TokensAndPositions(keras.layers.Layer):
    def __init__(self, tokens: int, length: int, width: int) -> None:
        super().__init__()
        self.of_tokens = keras.layers.Embedding(tokens, width)
        self.of_positions = keras.layers.Embedding(length, width)
        self.length = length

    def call(self, tokens: Any) -> Any:
        return self.of_tokens(tokens) + self.of_positions(keras.ops.arange(self.length))


def _mlp() -> keras.Model:
    layers = [keras.layers.Dense(units, activation="relu") for units in (512, 512, 512, 256)]
    return keras.Sequential(
        [keras.Input([784]), *layers, keras.layers.Dense(10, activation="softmax")]
    )


def _mobilenet() -> keras.Model:
    return keras.applications.MobileNetV2(input_shape=(96, 96, 3), weights=None, classes=10)


def _transformer() -> keras.Model:
    tokens = keras.Input([64], dtype="int32")
    values = _TokensAndPositions(8000, 64, 128)(tokens)
    for _ in range(2):
        attended = keras.layers.LayerNormalization()(values)
        attended = keras.layers.MultiHeadAttention(4, 32)(attended, attended)
        values = keras.layers.Add()([values, attended])
        widened = keras.layers.LayerNormalization()(values)
        widened = keras.layers.Dense(512, activation="gelu")(widened)
        values = keras.layers.Add()([values, keras.layers.Dense(128)(widened)])
    values = keras.layers.LayerNormalization()(values)
    values = keras.layers.GlobalAveragePooling1D()(values)
    return keras.Model(tokens, keras.layers.Dense(10, activation="softmax")(values))


def _vectors(random: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    return random.normal(size=[BATCHES, 128, 784]).astype(np.float32), _classes(random, 128)


def _images(random: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    images = random.uniform(-1, 1, size=[BATCHES, 16, 96, 96, 3])
    return images.astype(np.float32), _classes(random, 16)


def _sentences(random: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    tokens = random.integers(8000, size=[BATCHES, 32, 64])
    return tokens.astype(np.int32), _classes(random, 32)


def _classes(random: np.random.Generator, batch: int) -> np.ndarray:
    return random.integers(10, size=[BATCHES, batch]).astype(np.int32)


NETWORKS = {
    "mlp": Network("MLP", _mlp, _vectors),
    "mobilenet": Network("MobileNetV2", _mobilenet, _images),
    "transformer": Network("Transformer", _transformer, _sentences),
    "mlp-xla": Network("MLP, XLA", _mlp, _vectors, jit_compile=True),
}
"""By the name that `--models` takes."""
