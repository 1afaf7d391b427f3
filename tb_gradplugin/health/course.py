"""How a training goes: its steps, its loss, and what was counted on every step."""

from __future__ import annotations

import collections
import statistics

import numpy as np

from tb_gradplugin.health.block import Block
from tb_gradplugin.schema.records import Counters, VariableCounts

OPENING = 5
"""Rows of which the first value of anything is taken, as their median."""


class Course:
    """What the rules share.

    Attributes:
      rows: rows seen.
      first_step: of the first row; None before there is one.
      last_step: of the last row.
    """

    def __init__(self, window: int) -> None:
        """Starts with nothing seen; `window` is the number of rows that count as recent."""
        self.rows = 0
        self.first_step: int | None = None
        self.last_step = 0
        self._opening: list[float] = []
        self._recent: collections.deque[float] = collections.deque(maxlen=window)
        self._counters: dict[str, Counters] = {}

    def see(self, block: Block) -> None:
        """Takes up the next rows."""
        if self.first_step is None:
            self.first_step = int(block.steps[0])
        self.last_step = int(block.steps[-1])
        self.rows += len(block)
        known = block.loss[~np.isnan(block.loss)]
        if len(self._opening) < OPENING:
            finite = known[np.isfinite(known)]
            self._opening += finite[: OPENING - len(self._opening)].tolist()
        self._recent.extend(known.tolist())

    def count(self, session: str, counters: Counters) -> None:
        """Takes up what a session counted; a later message of it replaces an earlier one."""
        self._counters[session] = counters

    @property
    def is_counted(self) -> bool:
        """Whether every step was counted, and not only rows recorded."""
        return any(counters.steps for counters in self._counters.values())

    @property
    def steps(self) -> int:
        """Steps that were counted; the rows where they were not."""
        return sum(c.steps for c in self._counters.values()) if self.is_counted else self.rows

    @property
    def skipped_steps(self) -> int:
        """Steps whose update a loss scale skipped."""
        return sum(counters.skipped_steps for counters in self._counters.values())

    @property
    def span(self) -> int:
        """Steps from the first row to the last one."""
        return 0 if self.first_step is None else self.last_step - self.first_step

    @property
    def opening_loss(self) -> float:
        """What the loss was at first; NaN where it is not known.

        The median of the first rows, or the first one where it had risen by
        then: a training that flies off and lands has learnt nothing.
        """
        if not self._opening:
            return float("nan")
        return min(self._opening[0], statistics.median(self._opening))

    @property
    def recent_loss(self) -> float:
        """Median of the loss on the recent rows; NaN where it is not known or not a number."""
        # NumPy's median takes ten times as long for so few, and every rule asks.
        return statistics.median(self._recent) if self._recent else float("nan")

    @property
    def progress(self) -> float:
        """By what share of its opening the loss has fallen; NaN where it is not known."""
        opening, recent = self.opening_loss, self.recent_loss
        if not np.isfinite(opening) or opening == 0:
            return float("nan")
        return (opening - recent) / abs(opening)

    def counts(self, variables: int) -> dict[str, np.ndarray]:
        """What was counted, int64 [variables] by `null`, `zero`, `nonfinite`, first and last step.

        `first_step` and `last_step` are -1 where there was none.
        """
        result = {name: np.zeros(variables, np.int64) for name in ("null", "zero", "nonfinite")} | {
            name: np.full(variables, -1, np.int64) for name in ("first_step", "last_step")
        }
        for counters in self._counters.values():
            for index, of_one in counters.variables.items():
                _add(result, index, of_one)
        return result


def _add(result: dict[str, np.ndarray], index: int, counts: VariableCounts) -> None:
    for name in ("null", "zero", "nonfinite"):
        result[name][index] += getattr(counts, name)
    first = result["first_step"]
    if first[index] < 0 or counts.first_step < first[index]:
        first[index] = counts.first_step
    result["last_step"][index] = max(result["last_step"][index], counts.last_step)
