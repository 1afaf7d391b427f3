"""The variables of a training, as the log names them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import tensorflow as tf

from tb_gradplugin.schema import records

_KERAS_VARIABLES = {
    f"keras.src.backend.common.variables.{name}" for name in ("Variable", "KerasVariable")
}


def checked_variables(variables: Iterable[Any], caller: str) -> list[Any]:
    """The variables as a list.

    Raises:
      TypeError: something else than TensorFlow or Keras variables was given.
      ValueError: there are none, or one has no fixed shape.
    """
    if isinstance(variables, (str, bytes, dict, tf.Tensor)) or not isinstance(variables, Iterable):
        raise TypeError(
            f"`variables` must be a list of variables, such as `model.trainable_variables`. "
            f"Received: variables of type {type(variables).__name__} in {caller}"
        )
    variables = list(variables)
    if not variables:
        raise ValueError(
            f"`variables` must have at least one variable; a Keras model has none before it is "
            f"built. Received: an empty list in {caller}"
        )
    for position, variable in enumerate(variables):
        if not _is_variable(variable):
            raise TypeError(
                f"`variables` must hold `tf.Variable` or `keras.Variable` objects. "
                f"Received: variables[{position}] of type {type(variable).__name__} in {caller}"
            )
        if not tf.TensorShape(variable.shape).is_fully_defined():
            raise ValueError(
                f"A variable must have a fixed shape to be measured. "
                f"Received: variables[{position}] of shape {variable.shape} in {caller}"
            )
    return variables


def variable_table(variables: Sequence[Any]) -> records.VariableTable:
    """The table of the variables, each under a name of its own."""
    return records.VariableTable(
        tuple(
            records.VariableRecord(
                name=name,
                shape=tuple(tf.TensorShape(variable.shape).as_list()),
                dtype=tf.as_dtype(variable.dtype).name,
                layer=name.rpartition("/")[0],
            )
            for name, variable in zip(_unique(map(_name, variables)), variables, strict=True)
        )
    )


def held(variable: Any) -> tf.Variable:
    """The variable of TensorFlow that a Keras variable holds, or the variable itself."""
    value = variable.value
    return variable if callable(value) else value


def _is_variable(value: Any) -> bool:
    if isinstance(value, tf.Variable):
        return True
    # Not by `isinstance`: Keras takes long to import, and up to 3.6 `keras.Variable` is a class
    # that its own variables are no instances of.
    classes = {f"{c.__module__}.{c.__qualname__}" for c in type(value).__mro__}
    return not classes.isdisjoint(_KERAS_VARIABLES)


def _name(variable: Any) -> str:
    path = getattr(variable, "path", None)
    return path if isinstance(path, str) and path else variable.name.removesuffix(":0")


def _unique(names: Iterable[str]) -> list[str]:
    taken: set[str] = set()
    unique = []
    for name in names:
        candidate, number = name, 1
        while candidate in taken:
            number += 1
            candidate = f"{name}_{number}"
        taken.add(candidate)
        unique.append(candidate)
    return unique
