"""What Keras would create while it traces the first step, created before.

A function in whose first trace variables are created is traced a second time, and the first trace
is thrown away. Where the optimizer and the metrics are built already, users wait for one trace.
"""

from __future__ import annotations

import functools
import inspect
import weakref
from collections.abc import Callable
from typing import Any

import keras
import tensorflow as tf


def building_ahead(model: keras.Model, train_function: Callable[..., Any]) -> Callable[..., Any]:
    """The train function, with all built beforehand that its first call would build.

    Only where it is certain what that is: of a model that is built, trained by Keras's own
    `train_step`. Anything else is left as it is, and so is what goes wrong: Keras then meets it
    where its users know it from.

    Args:
      model: compiled.
      train_function: takes the iterator of the batches.
    """
    reference = weakref.ref(model)
    is_first_call = True

    @functools.wraps(train_function)
    def building(iterator: Any) -> Any:
        nonlocal is_first_call
        known = reference()
        if is_first_call and known is not None:
            _build(known, iterator)
        is_first_call = False
        return train_function(iterator)

    return building


def build_optimizer(optimizer: Any, variables: list[Any]) -> None:
    """Builds an optimizer as its own `apply` would, with the variables that it is given."""
    with keras.name_scope(optimizer.name, caller=optimizer):
        optimizer.build(variables)
    optimizer.built = True


def _is_foreseeable(model: keras.Model) -> bool:
    train_step = inspect.unwrap(model.train_step)
    return (
        getattr(train_step, "__func__", None) is keras.Model.train_step
        and model.built
        and all(layer.built for layer in model._flatten_layers())
        and not model.run_eagerly
        and not tf.distribute.has_strategy()  # There Keras does this itself.
    )


def _build(model: keras.Model, iterator: Any) -> None:
    try:
        if not _is_foreseeable(model):
            return
        # These, and in this order, are what Keras builds before the first step elsewhere.
        compiled = [model._compile_metrics, model._compile_loss]
        unbuilt = [each for each in compiled if each is not None and not each.built]
        if unbuilt:
            _, labels, _ = keras.utils.unpack_x_y_sample_weight(iterator.element_spec)
            functional = getattr(model, "_functional", model)  # that of a Sequential
            for each in unbuilt:
                each.build(labels, functional._outputs_struct)
        if not model.optimizer.built:
            build_optimizer(model.optimizer, model.trainable_variables)
    except Exception:  # See `building_ahead`.
        return
