"""Some rows of one variable table, one array for each kind."""

from __future__ import annotations

import dataclasses
import functools
from collections.abc import Mapping, Sequence

import numpy as np

from tb_gradplugin.schema.states import State
from tb_gradplugin.schema.statistics import STATE

VECTORS = ("l2_norm", "max_abs", "zero_fraction", "variable_norm", "update_ratio")
SCALARS = ("loss", "loss_scale")

_ABSENT = np.float32(np.nan)

_NEXT_TO_NOTHING = float(np.finfo(np.float32).tiny / np.finfo(np.float32).eps)
"""So near to the smallest float32 that what is a layer further on is 0."""

KINDS = frozenset((STATE, *VECTORS, *SCALARS))
"""The kinds of tag that a judgement rests on."""

Row = Mapping[str, np.ndarray]
"""Kind of tag -> its array, as it is written."""


@dataclasses.dataclass(frozen=True, eq=False)
class Block:
    """Rows in the order in which they were written.

    Attributes:
      first: number of the first row among all of the table, counted from 0.
      steps: int64 [rows].
      states: uint8 [rows, variables] of `State`.
      l2_norm: float32 [rows, variables], NaN where there is none; so the others.
      max_abs: float32 [rows, variables].
      zero_fraction: float32 [rows, variables].
      variable_norm: float32 [rows, variables].
      update_ratio: float32 [rows, variables].
      loss: float32 [rows], NaN where it is not known.
      loss_scale: float32 [rows], NaN where the loss is not scaled.
    """

    first: int
    steps: np.ndarray
    states: np.ndarray
    l2_norm: np.ndarray
    max_abs: np.ndarray
    zero_fraction: np.ndarray
    variable_norm: np.ndarray
    update_ratio: np.ndarray
    loss: np.ndarray
    loss_scale: np.ndarray

    @functools.cached_property
    def relative(self) -> np.ndarray:
        """Each L2 norm over the largest of its row; float32 [rows, variables], NaN where absent."""
        norms = np.where(self.states == State.PRESENT, self.l2_norm, _ABSENT)
        largest = np.fmax.reduce(norms, axis=1, keepdims=True)
        with np.errstate(divide="ignore", invalid="ignore"):
            return np.asarray(norms / largest)

    @functools.cached_property
    def swallowed(self) -> np.ndarray:
        """Where a gradient is zero because it has become too small; bool [rows, variables].

        It is, where another one of the row is next to nothing: a gradient that
        shrinks from layer to layer ends at zero.
        """
        zero = self.states == State.ZERO
        if not zero.any():
            return zero
        present = (self.states == State.PRESENT) & (self.max_abs > 0)
        smallest = np.where(present, self.max_abs, np.inf).min(axis=1, keepdims=True)
        return np.asarray(zero & (smallest < _NEXT_TO_NOTHING))

    def __len__(self) -> int:
        return len(self.steps)


def stacked(first: int, steps: Sequence[int], rows: Sequence[Row], variables: int) -> Block:
    """Rows as a block; what a row lacks is absent in it."""
    unknown = np.full(variables, np.nan, np.float32)
    not_recorded = np.full(variables, State.NOT_RECORDED, np.uint8)
    nothing = np.float32(np.nan)

    def column(kind: str, absent: np.ndarray | np.float32) -> np.ndarray:
        return np.stack([row.get(kind, absent) for row in rows])

    return Block(
        first=first,
        steps=np.array(steps, np.int64),
        states=column(STATE, not_recorded),
        **{kind: column(kind, unknown) for kind in VECTORS},
        **{kind: column(kind, nothing) for kind in SCALARS},
    )
