"""The variables and tensors whose gradient is asked for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import tensorflow as tf
from tensorflow.python.framework import ops

from tb_gradplugin.capture.observing import live_variables
from tb_gradplugin.capture.observing.observation import handle_of
from tb_gradplugin.capture.ops import static_shapes
from tb_gradplugin.diagnosis.program import Asked

_KINDS = "`tf.Variable`, `keras.Variable` or eager `tf.Tensor` objects"


def checked(variables: Any) -> list[Any]:
    """The variables of a nested structure, in order.

    Raises:
      TypeError: it is no list, tuple or dict, or something else is in it.
      ValueError: nothing is in it.
    """
    if not isinstance(variables, (Sequence, Mapping)) or isinstance(variables, (str, bytes)):
        raise TypeError(
            f"`variables` must be a list, tuple or dict of {_KINDS}, such as "
            f"`model.trainable_variables`. Received: variables of type {type(variables).__name__}"
        )
    flat = tf.nest.flatten(variables)
    if not flat:
        raise ValueError(
            "`variables` must have at least one variable; a Keras model has none before it is "
            f"built. Received: variables={variables!r}"
        )
    for position, variable in enumerate(flat):
        if kind(variable) is None:
            raise TypeError(
                f"`variables` must hold {_KINDS}. "
                f"Received: variables[{position}] of type {type(variable).__name__}"
            )
    return flat


def kind(variable: Any) -> str | None:
    """One of "keras", "variable" and "tensor"; None for everything else."""
    if live_variables.is_keras(variable):
        return "keras"
    if isinstance(variable, tf.Variable):
        return "variable"
    return "tensor" if isinstance(variable, ops.EagerTensor) else None


def names(variables: Sequence[Any]) -> list[str]:
    """A name for each, no two of them equal."""
    taken: set[str] = set()
    result = []
    for variable in variables:
        own = "tensor" if kind(variable) == "tensor" else live_variables.name(variable)
        candidate, number = own, 1
        while candidate in taken:
            number += 1
            candidate = f"{own}_{number}"
        taken.add(candidate)
        result.append(candidate)
    return result


def described(
    variables: Sequence[Any], statuses: Sequence[str], values: Sequence[int | None]
) -> list[Asked]:
    """What the model of the program says of them."""
    return [
        Asked(
            name=name,
            kind=kind(variable) or "tensor",
            value=value,
            dtype=tf.as_dtype(variable.dtype).name,
            shape=static_shapes.of(variable),
            trainable=_is_watched(variable),
            status=status,
            layer=_layer(variable),
            is_frozen=_is_watched(variable) and not getattr(variable, "trainable", True),
        )
        for name, variable, status, value in zip(
            names(variables), variables, statuses, values, strict=True
        )
    ]


def _is_watched(variable: Any) -> bool:
    if handle_of(variable) is None and kind(variable) == "tensor":
        return False
    # What counts for a tape is what a Keras variable was when it was made.
    inner = getattr(variable, "_value", variable) if kind(variable) == "keras" else variable
    return bool(getattr(inner, "trainable", False))


def _layer(variable: Any) -> str | None:
    if kind(variable) != "keras":
        return None
    return live_variables.name(variable).rpartition("/")[0] or None
