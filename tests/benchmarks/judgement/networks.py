"""The networks of the plans, from the layers of Keras."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import keras
import tensorflow as tf

from tests.benchmarks.judgement.plans import Plan

TOKENS = 1000
"""Rows of the embedding, of which a batch has a few."""


@keras.saving.register_keras_serializable("judgement")
class Cut(keras.layers.Layer):
    """Passes its input on, and no gradient back."""

    def __init__(self, way: str) -> None:
        super().__init__()
        self._way = way

    def call(self, values: Any) -> Any:
        return tf.stop_gradient(values) if self._way == "stop" else tf.round(8 * values) / 8


class WithUnusedLayer(keras.layers.Layer):
    """Two layers, of which the second is made and never called."""

    def __init__(self, units: int) -> None:
        super().__init__()
        self.called = keras.layers.Dense(units, activation="relu")
        self.forgotten = keras.layers.Dense(units)

    def build(self, shape: Any) -> None:
        self.called.build(shape)
        self.forgotten.build(shape)

    def call(self, values: Any) -> Any:
        return self.called(values)


class Routed(keras.layers.Layer):
    """Four experts, of which each batch takes the one that its first feature points at."""

    def __init__(self, units: int) -> None:
        super().__init__()
        self.experts = [keras.layers.Dense(units, activation="relu") for _ in range(4)]

    def build(self, shape: Any) -> None:
        for expert in self.experts:
            expert.build(shape)

    def call(self, values: Any) -> Any:
        place = tf.cast(tf.math.floormod(100 * tf.reduce_sum(values[:, 0]), 4), tf.int32)
        branches = [lambda expert=expert: expert(values) for expert in self.experts]
        return tf.switch_case(place, branches)


def dense(plan: Plan, values: Any) -> Any:
    """Fully connected layers."""
    for place in range(plan.depth):
        values = after(plan, keras.layers.Dense(**_options(plan, place))(values))
        if plan.cut in ("stop", "round") and place == plan.depth // 2:
            values = Cut(plan.cut)(values)
        if plan.cut == "unused" and place == plan.depth // 2:
            values = WithUnusedLayer(plan.width)(values)
    return values


def residual(plan: Plan, values: Any) -> Any:
    """Blocks of two layers, each added to its input."""
    values = keras.layers.Dense(plan.width)(values)
    for place in range(plan.depth):
        inner = keras.layers.LayerNormalization()(values)
        inner = keras.layers.Dense(**_options(plan, place))(inner)
        values = keras.layers.Add()([values, keras.layers.Dense(plan.width)(inner)])
    return keras.layers.LayerNormalization()(values)


def convolutional(plan: Plan, values: Any) -> Any:
    """Convolutions over the pixels of the digits."""
    values = keras.layers.Reshape([8, 8, 1])(values)
    for place in range(plan.depth):
        options = _options(plan, place)
        options["filters"] = options.pop("units")
        values = keras.layers.Conv2D(**options, kernel_size=3, padding="same")(values)
        values = after(plan, values)
        if plan.cut in ("stop", "round") and place == plan.depth // 2:
            values = Cut(plan.cut)(values)
        if place < 2:
            values = keras.layers.MaxPooling2D()(values)
    return keras.layers.Flatten()(values)


def recurrent(cell: type[keras.layers.RNN]) -> Callable[[Plan, Any], Any]:
    """Recurrent layers over the digits: sixteen steps of four pixels."""

    def network(plan: Plan, values: Any) -> Any:
        values = keras.layers.Reshape([16, 4])(values)
        for place in range(plan.depth):
            last = place == plan.depth - 1
            values = cell(
                plan.width, activation=plan.activation, return_sequences=not last, unroll=True
            )(values)
        return values

    return network


def attention(plan: Plan, values: Any) -> Any:
    """Attention between the rows of the digits; the bias of the keys has no gradient."""
    values = keras.layers.Dense(plan.width)(keras.layers.Reshape([8, 8])(values))
    for place in range(plan.depth):
        inner = keras.layers.LayerNormalization()(values)
        inner = keras.layers.MultiHeadAttention(2, plan.width // 2)(inner, inner)
        values = keras.layers.Add()([values, inner])
        inner = keras.layers.LayerNormalization()(values)
        inner = keras.layers.Dense(**_options(plan, place))(inner)
        values = keras.layers.Add()([values, keras.layers.Dense(plan.width)(inner)])
    return keras.layers.GlobalAveragePooling1D()(keras.layers.LayerNormalization()(values))


def embedded(plan: Plan, values: Any) -> Any:
    """An embedding of what each feature has, rounded: most of its rows are in no batch."""
    features = values.shape[-1]
    shifted = 10 * (values + 3) + 60 * keras.ops.arange(features, dtype="float32")
    tokens = keras.ops.cast(keras.ops.mod(shifted, TOKENS), "int32")
    values = keras.layers.Embedding(TOKENS, plan.width)(tokens)
    values = keras.layers.Flatten()(values)
    return dense(plan, values)


def routed(plan: Plan, values: Any) -> Any:
    """A layer of experts, of which one is taken on each step, between fully connected ones."""
    values = keras.layers.Dense(**_options(plan, 0))(values)
    return dense(plan, keras.layers.Add()([values, Routed(plan.width)(values)]))


NETWORKS: dict[str, Callable[[Plan, Any], Any]] = {
    "dense": dense,
    "residual": residual,
    "convolutional": convolutional,
    "simple-recurrent": recurrent(keras.layers.SimpleRNN),
    "gru": recurrent(keras.layers.GRU),
    "lstm": recurrent(keras.layers.LSTM),
    "attention": attention,
    "embedded": embedded,
    "routed": routed,
}
"""Each takes a plan and the inputs, and gives what the last layer sees."""


def build(plan: Plan, features: int, outputs: int) -> keras.Model:
    """The model of a plan, with the weights that it starts from.

    Args:
      plan: see `Plan`.
      features: numbers in a row of the inputs.
      outputs: numbers that the model gives for a row.
    """
    keras.config.set_dtype_policy(plan.policy)
    try:
        inputs = keras.Input([features])
        values = NETWORKS[plan.network](plan, inputs)
        head = "relu" if plan.head == "relu" else None
        results = keras.layers.Dense(outputs, activation=head, name="outputs")(values)
        model = keras.Model(inputs, results)
    finally:
        keras.config.set_dtype_policy("float32")
    _start(model, plan)
    return model


def after(plan: Plan, values: Any) -> Any:
    """What follows a hidden layer."""
    if plan.normalization == "batch":
        values = keras.layers.BatchNormalization()(values)
    if plan.normalization == "layer":
        values = keras.layers.LayerNormalization()(values)
    if plan.normalization:
        values = keras.layers.Activation(plan.activation)(values)
    return keras.layers.Dropout(plan.dropout)(values) if plan.dropout else values


def _options(plan: Plan, place: int) -> dict[str, Any]:
    return {
        "units": plan.width,
        "activation": None if plan.normalization else plan.activation,
        "kernel_initializer": plan.initializer,
        "bias_initializer": keras.initializers.Constant(plan.initial_bias),
        "kernel_regularizer": keras.regularizers.L2(plan.l2) if plan.l2 else None,
        "trainable": not (plan.frozen and place < plan.depth // 2),
    }


def _start(model: keras.Model, plan: Plan) -> None:
    """Scales the initial weights."""
    for variable in model.trainable_variables:
        scale = plan.initial_scale
        if variable.name == "recurrent_kernel":
            scale = plan.recurrent_scale
        elif variable.name != "kernel" or variable.path.startswith("outputs"):
            continue
        variable.assign(variable * scale)
