"""The status of each gradient of one evaluation."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import tensorflow as tf
from tensorflow.python.eager import record

from tb_gradplugin.diagnosis.flows.flow import Numbers
from tb_gradplugin.health import status
from tb_gradplugin.schema.states import State, Status


def of_gradients(gradients: Sequence[Any]) -> list[str]:
    """Judges gradients beside each other.

    Args:
      gradients: tensors or `IndexedSlices`, or None, as `tape.gradient` gives them.

    Returns:
      "null", "nonfinite", "zero", "exploding", "vanishing" or "ok" for each.
    """
    with record.stop_recording():
        measured = [_measured(gradient) for gradient in gradients]
    return _judged(measured)


def norms(gradients: Sequence[Any]) -> list[float]:
    """The L2 norms of gradients as `of_gradients` takes them; NaN where there is no number."""
    with record.stop_recording():
        return [_measured(gradient)[1] for gradient in gradients]


def of_numbers(gradients: Sequence[Numbers | None]) -> list[str]:
    """As `of_gradients`, of gradients that have been measured already."""
    return _judged([_state(numbers) for numbers in gradients])


def _judged(measured: Sequence[tuple[State, float]]) -> list[str]:
    states = np.array([[state for state, _ in measured]], np.uint8)
    # In float64 and by the largest element: squares of 1e-25 vanish in float32, of 1e20 overflow.
    norms = np.array([[norm for _, norm in measured]], np.float64)
    with np.errstate(over="ignore"):
        judged = status.statuses(states, norms)[0]
    return [Status(number).name.lower() for number in judged]


def _state(numbers: Numbers | None) -> tuple[State, float]:
    if numbers is None:
        return State.NULL, float("nan")
    if not numbers.is_finite:
        return State.NONFINITE, float("nan")
    return (State.ZERO if numbers.is_zero else State.PRESENT), numbers.norm


def _measured(gradient: Any) -> tuple[State, float]:
    if gradient is None:
        return State.NULL, float("nan")
    values = tf.abs(_summed(gradient))
    if values.dtype not in (tf.float32, tf.float64):
        values = tf.cast(values, tf.float32)
    largest = float(tf.reduce_max(values)) if tf.size(values) else 1.0
    if not bool(tf.reduce_all(tf.math.is_finite(values))):
        return State.NONFINITE, float("nan")
    if largest < float(np.finfo(values.dtype.as_numpy_dtype).tiny):
        return State.ZERO, 0.0
    # The quotient is at most 1, so that no square of it overflows.
    return State.PRESENT, largest * float(tf.norm(values / largest))


def _summed(gradient: Any) -> Any:
    """The values of a gradient; of slices, those of one row added up."""
    if not isinstance(gradient, tf.IndexedSlices):
        return gradient
    rows, places = tf.unique(tf.reshape(gradient.indices, [-1]))
    return tf.math.unsorted_segment_sum(gradient.values, places, tf.size(rows))
