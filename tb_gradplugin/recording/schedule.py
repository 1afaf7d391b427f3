"""On which steps a full row is recorded."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from typing import Any

import tensorflow as tf

from tb_gradplugin.recording.written import ops
from tb_gradplugin.recording.written.values import Value

DOUBLE_AGAIN_AFTER = 500
"""Rows between two doublings of the stride, once it has begun to double."""

_MOST_DOUBLINGS = 40


@dataclasses.dataclass(frozen=True)
class Schedule:
    """The first steps one by one, then every so many steps.

    Attributes:
      every: record each step that is a multiple of this number; or a callable
        that takes the step, an int64 scalar tensor, and returns a bool or a
        boolean scalar tensor, traced into the training step.
      first: record this many steps from the first one on, whatever `every` is.
      max_rows: after this many rows the stride doubles, and again after each
        further 500, so that a log grows with the logarithm of the number of
        steps. None: it never does. Not used with a callable.
    """

    every: int | Callable[[tf.Tensor], Any] = 50
    first: int = 10
    max_rows: int | None = 1000

    def __post_init__(self) -> None:
        if not callable(self.every):
            _require_integer("every", self.every, at_least=1, kind="an integer or a callable")
        _require_integer("first", self.first, at_least=0)
        if self.max_rows is not None:
            _require_integer("max_rows", self.max_rows, at_least=1)

    def rows_in(self, steps: int) -> int:
        """The largest number of rows that so many steps in a row can give."""
        if callable(self.every):
            return steps
        return min(steps, self.first + -(-steps // self.every) + 1)

    def asks(self, step: tf.Tensor) -> tf.Tensor | None:
        """What the callable says of a step, as a boolean scalar; None where there is none."""
        if not callable(self.every):
            return None
        # As a function of its own, so that Python's `if` and `and` on tensors work in it.
        return tf.cast(tf.function(self.every)(step), tf.bool)

    def next_due(self, step: Value, first_step: Value, rows: Value) -> Value:
        """The next step on which a row is due, whatever a callable says; int64 scalar.

        Args:
          step: int64 scalar, the present step, on which a row is recorded.
          first_step: int64 scalar, the first step that was seen.
          rows: int64 scalar, the rows recorded on schedule so far.
        """
        following = step + 1
        if callable(self.every):
            later = ops.constant(tf.int64.max, tf.int64)
        else:
            stride = self._stride(self.every, rows)
            later = (ops.floordiv(step, stride) + 1) * stride
        return ops.where(following - first_step < self.first, following, later)

    def _stride(self, every: int, rows: Value) -> Value:
        stride = ops.constant(every, tf.int64)
        if self.max_rows is None:
            return stride
        doublings = ops.floordiv(rows - self.max_rows, DOUBLE_AGAIN_AFTER) + 1
        doublings = ops.minimum(ops.maximum(doublings, 0), _MOST_DOUBLINGS)
        return ops.left_shift(stride, doublings)


def _require_integer(name: str, value: Any, at_least: int, kind: str = "an integer") -> None:
    if isinstance(value, bool) or not isinstance(value, int):
        raise TypeError(f"`{name}` must be {kind}. Received: {name}={value!r}")
    if value < at_least:
        raise ValueError(f"`{name}` must be at least {at_least}. Received: {name}={value!r}")
