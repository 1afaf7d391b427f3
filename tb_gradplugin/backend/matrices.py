"""One statistic of a run, over all of its variable tables, as one matrix."""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Sequence

import numpy as np

MOST_BYTES = 2**31
"""What the values of one matrix may take where most of them are nowhere in the log.

Steps of one list of variables and the many variables of another make a matrix
that may be larger than both by any factor.
"""


class OversizedRunError(ValueError):
    """What was recorded with several lists of variables is too large side by side."""

    def __init__(self, steps: int, variables: int, most_bytes: int) -> None:
        super().__init__(
            "All steps by all variables of a run must fit into "
            f"{most_bytes // 2**20:,} MiB. Received: {steps:,} steps and {variables:,} variables"
        )


@dataclasses.dataclass(frozen=True)
class Rows:
    """What one tag says.

    Attributes:
      columns: int64 [variables of the tag], where each stands in the matrix.
      steps: int64 [rows], strictly ascending.
      wall_times: float64 [rows], seconds since the epoch.
      values: [rows, variables of the tag].
    """

    columns: np.ndarray
    steps: np.ndarray
    wall_times: np.ndarray
    values: np.ndarray


@dataclasses.dataclass(frozen=True)
class Matrix:
    """One statistic over steps and variables.

    Attributes:
      steps: int64 [steps], strictly ascending.
      wall_times: float64 [steps], seconds since the epoch; the latest where
        several tables speak of a step.
      values: [steps, variables], float32 or uint8.
      notes: one sentence for each piece that could not be used.
    """

    steps: np.ndarray
    wall_times: np.ndarray
    values: np.ndarray
    notes: tuple[str, ...] = ()

    @property
    def size_bytes(self) -> int:
        """What the arrays occupy."""
        return self.steps.nbytes + self.wall_times.nbytes + self.values.nbytes


def merge(
    parts: Sequence[Rows], width: int, absent: np.generic, notes: tuple[str, ...] = ()
) -> Matrix:
    """All tags of one statistic, side by side.

    Args:
      parts: one for each tag; at one step, they may fill different columns.
        Where two fill the same cell, the one written later stands.
      width: number of columns.
      absent: what a cell holds that no tag speaks of; its dtype is the matrix's.
      notes: passed on.

    Raises:
      OversizedRunError: see there.
    """
    if len(parts) == 1 and np.array_equal(parts[0].columns, np.arange(width)):
        only = parts[0]
        return Matrix(only.steps, only.wall_times, only.values, notes)
    steps, row_of = np.unique(
        np.concatenate([np.zeros(0, np.int64), *(part.steps for part in parts)]),
        return_inverse=True,
    )
    wall_times = np.concatenate([np.zeros(0), *(part.wall_times for part in parts)])
    latest = np.full(len(steps), -np.inf)
    with np.errstate(invalid="ignore"):  # A log may say that a time is no number.
        np.maximum.at(latest, row_of, wall_times)
    if len(steps) * width * absent.itemsize > MOST_BYTES:
        raise OversizedRunError(len(steps), width, MOST_BYTES)
    values = np.full((len(steps), width), absent)
    sources = [(part.columns, row) for part in parts for row in part.values]
    for i in np.argsort(wall_times, kind="stable"):
        columns, row = sources[i]
        values[row_of[i], columns] = row
    return Matrix(steps, latest, values, notes)


def aligned(matrix: Matrix, steps: np.ndarray, absent: float = math.nan) -> np.ndarray:
    """The values of `matrix` at `steps`.

    Args:
      matrix: one statistic.
      steps: int64 [rows], strictly ascending.
      absent: what stands in the rows that `matrix` lacks.

    Returns:
      [rows, variables], of the dtype of `matrix`.
    """
    if np.array_equal(matrix.steps, steps):
        return matrix.values
    result = np.full((len(steps), matrix.values.shape[1]), absent, matrix.values.dtype)
    _, here, there = np.intersect1d(steps, matrix.steps, assume_unique=True, return_indices=True)
    result[here] = matrix.values[there]
    return result
