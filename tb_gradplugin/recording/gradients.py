"""What training code hands over: checked at the call, then flattened for measuring."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from typing import Any, TypeAlias

import tensorflow as tf

Gradient: TypeAlias = tf.Tensor | tf.IndexedSlices | None


def checked(gradients: Iterable[Any], variables: Sequence[Any], caller: str) -> list[Gradient]:
    """The gradients as a list, one for each variable.

    Args:
      gradients: what `tape.gradient` returned for `variables`.
      variables: what is trained.
      caller: the public name that texts quote.

    Raises:
      TypeError: an element is neither a floating-point or complex `tf.Tensor`,
        nor a `tf.IndexedSlices`, nor None.
      ValueError: as many gradients as variables were not given, or a gradient
        has another shape than its variable.
    """
    if isinstance(gradients, (str, bytes, dict, tf.Tensor, tf.IndexedSlices)) or not isinstance(
        gradients, Iterable
    ):
        raise TypeError(
            f"`gradients` must be a list with one gradient for each variable, as `tape.gradient` "
            f"returns it. Received: gradients={_shown(gradients)} in {caller}"
        )
    gradients = list(gradients)
    if len(gradients) != len(variables):
        raise ValueError(
            f"`gradients` and `variables` must have the same length. "
            f"Received: {len(gradients)} gradients and {len(variables)} variables in {caller}"
        )
    for position, (gradient, variable) in enumerate(zip(gradients, variables, strict=True)):
        _check(gradient, variable, position, caller)
    return gradients


def _check(gradient: Any, variable: Any, position: int, caller: str) -> None:
    if gradient is None:
        return
    if not isinstance(gradient, (tf.Tensor, tf.IndexedSlices)):
        raise TypeError(
            f"A gradient must be a `tf.Tensor`, a `tf.IndexedSlices` or None. "
            f"Received: gradients[{position}]={_shown(gradient)} in {caller}"
        )
    if not (gradient.dtype.is_floating or gradient.dtype.is_complex):
        raise TypeError(
            f"A gradient must be floating-point or complex. "
            f"Received: gradients[{position}] of dtype {gradient.dtype.name} in {caller}"
        )
    if isinstance(gradient, tf.Tensor):
        shape = tf.TensorShape(variable.shape)
        if not gradient.shape.is_compatible_with(shape):
            raise ValueError(
                f"A gradient must have the shape of its variable. Received: gradients[{position}] "
                f"of shape {gradient.shape} for a variable of shape {shape} in {caller}"
            )


def _shown(value: Any) -> str:
    text = repr(value)
    return f"{text[:80]}{'...' if len(text) > 80 else ''} of type {type(value).__name__}"


def checked_loss(loss: Any) -> tf.Tensor | None:
    """The loss as a tensor, where one was given.

    Raises:
      TypeError: it is not a real number.
      ValueError: it is not a scalar.
    """
    if loss is None:
        return None
    try:
        loss = tf.convert_to_tensor(loss)
    except (TypeError, ValueError) as error:
        raise TypeError(
            f"`loss` must be a real scalar. Received: loss of type {type(loss).__name__}"
        ) from error
    if not (loss.dtype.is_floating or loss.dtype.is_integer):
        raise TypeError(f"`loss` must be a real scalar. Received: loss of dtype {loss.dtype.name}")
    if not loss.shape.is_compatible_with([]):
        raise ValueError(
            f"`loss` must be a scalar; reduce it first, for example with tf.reduce_mean. "
            f"Received: loss of shape {loss.shape}"
        )
    return loss


def number_of_elements(variable: Any) -> int:
    """How many elements a variable has; its shape must be fully known."""
    return math.prod(tf.TensorShape(variable.shape).as_list())


def all_held(gradients: Sequence[Gradient]) -> list[tf.Tensor]:
    """What each gradient that is there holds in memory, in the dtype in which it is measured.

    A sparse gradient is not made dense: rows that it names twice are summed,
    rows that it does not name are left out (they are zeros), and as many rows
    of zeros as were saved by the summing stay at the end.

    Returns:
      float32 or float64, of known rank; magnitudes where the gradient is complex.
    """
    return [_held(gradient) for gradient in gradients if gradient is not None]


def _held(gradient: tf.Tensor | tf.IndexedSlices) -> tf.Tensor:
    if isinstance(gradient, tf.IndexedSlices):
        _, position = tf.unique(gradient.indices)
        rows = tf.shape(gradient.indices)[0]
        # The number of rows given is known under XLA where that of distinct ones is not.
        values = tf.math.unsorted_segment_sum(measurable(gradient.values), position, rows)
    else:
        values = measurable(gradient)
    return tf.reshape(values, [-1]) if values.shape.rank is None else values


def values_of(variables: Sequence[tf.Variable]) -> list[tf.Tensor]:
    """The present values of variables, in the dtype in which they are measured."""
    return [measurable(value_of(variable)) for variable in variables]


def value_of(variable: tf.Variable) -> tf.Tensor:
    """The present value, read by the op itself.

    A conversion takes several times as long to trace, and notes the variable on every open tape.
    """
    return tf.raw_ops.ReadVariableOp(resource=variable.handle, dtype=variable.dtype)


def measurable(values: tf.Tensor) -> tf.Tensor:
    """The same numbers in the dtype in which they are measured: float32 or float64."""
    if values.dtype.is_complex:
        values = tf.abs(values)
    if values.dtype in (tf.float32, tf.float64):
        return values
    return tf.cast(values, tf.float32)
