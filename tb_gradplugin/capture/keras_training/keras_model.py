"""A Keras model under a check: what it must be, and what is given back to it."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from typing import Any

import keras


def require_trainable(model: Any) -> None:
    """Refuses what `fit` could not train here.

    Raises:
      TypeError: it is no Keras 3 model, or Keras does not run on TensorFlow.
      ValueError: it is not compiled, or has several replicas.
    """
    kind = f"{type(model).__module__}.{type(model).__qualname__}"
    if not isinstance(model, keras.Model):
        raise TypeError(
            "`model` must be a Keras 3 model. For tf_keras, and for loops of your own, use "
            "tb_gradplugin.explain(loss_fn, variables). "
            f"Received: a model of type {kind}"
        )
    if keras.backend.backend() != "tensorflow":
        raise TypeError(
            "Keras must run on TensorFlow: set KERAS_BACKEND=tensorflow before it is imported. "
            f"Received: the backend {keras.backend.backend()!r}"
        )
    if not model.compiled:
        raise ValueError(
            "`model` must be compiled, so that its loss is known: call `model.compile` first. "
            f"Received: model={model.name!r}, which is not"
        )
    replicas = model.distribute_strategy.num_replicas_in_sync
    if replicas > 1:
        raise ValueError(
            "`model` must have one replica; check one that is made outside of the strategy's "
            f"scope. Received: model={model.name!r} with {replicas} replicas"
        )


@contextlib.contextmanager
def untouched(model: Any) -> Iterator[None]:
    """Gives back what a forward pass leaves in a model besides the values of its variables."""
    losses = _losses(model)
    metrics = {id(variable) for metric in model.metrics for variable in metric.variables}
    try:
        yield
    finally:
        for layer, _ in _losses(model):
            layer._losses.clear()
        for layer, before in losses:
            layer._losses.extend(before)
        for metric in model.metrics:
            # One that was made meanwhile has counted what it should not.
            if any(id(variable) not in metrics for variable in metric.variables):
                metric.reset_state()


def _losses(model: Any) -> list[tuple[Any, list[Any]]]:
    """What each layer has added to the loss when it was called last."""
    return [(layer, list(layer._losses)) for layer in model._flatten_layers()]
