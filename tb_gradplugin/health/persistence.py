"""What lasts: conditions that hold on most rows of a window, whatever rows came in which block."""

from __future__ import annotations

import numpy as np

_NONE = -1


class Persistence:
    """One condition on each of some subjects, such as variables, row by row.

    Attributes:
      first_step: int64 [subjects], the first step of the first window in which
        the condition lasted; -1 where it never did.
      last_step: int64 [subjects], the last step on which it held; -1 if on none.
      rows: int64 [subjects], on how many rows it held, first window or not.
      of_rows: rows that were looked at.
      extreme: float32 [subjects], the worst of what was measured where the
        condition held; NaN where it never did.
    """

    def __init__(self, subjects: int, window: int, share: float, worst: np.ufunc = np.fmax) -> None:
        """Starts with no row.

        Args:
          subjects: how many.
          window: rows of a window.
          share: of the rows of a window on which the condition must hold.
          worst: `np.fmax` where a large measure is bad, `np.fmin` where a small one is.
        """
        self._window = window
        self._worst = worst
        self._needed = max(1, int(np.ceil(share * window - np.finfo(np.float32).eps)))
        self._tail = np.zeros((0, subjects), bool)
        self._tail_steps = np.zeros(0, np.int64)
        self.first_step = np.full(subjects, _NONE, np.int64)
        self.last_step = np.full(subjects, _NONE, np.int64)
        self.rows = np.zeros(subjects, np.int64)
        self.of_rows = 0
        self.extreme = np.full(subjects, np.nan, np.float32)

    @property
    def lasted(self) -> np.ndarray:
        """Bool [subjects], whether there was a window in which the condition lasted."""
        return self.first_step != _NONE

    @property
    def lasts(self) -> np.ndarray:
        """Bool [subjects], whether it lasts in the last window."""
        return np.asarray(self._tail.sum(axis=0) >= self._needed) & self.lasted

    def see(self, steps: np.ndarray, holds: np.ndarray, measured: np.ndarray) -> None:
        """Takes up the next rows.

        Args:
          steps: int64 [rows].
          holds: bool [rows, subjects].
          measured: float32 [rows, subjects], what the condition rests on.
        """
        before = len(self._tail)
        self.of_rows += len(steps)
        any_now = bool(holds.any())
        if any_now or self._tail.any():
            window = np.concatenate([self._tail, holds])
            window_steps = np.concatenate([self._tail_steps, steps])
            self._note(window, window_steps, before)
            self._tail = window[-self._window :]
            self._tail_steps = window_steps[-self._window :]
        else:
            self._tail = np.concatenate([self._tail, holds])[-self._window :]
            self._tail_steps = np.concatenate([self._tail_steps, steps])[-self._window :]
        if any_now:
            self.rows += holds.sum(axis=0)
            last = len(steps) - 1 - np.argmax(holds[::-1], axis=0)
            self.last_step = np.where(holds.any(axis=0), steps[last], self.last_step)
            of_those = np.where(holds, measured, np.float32(np.nan))
            self.extreme = self._worst(self.extreme, self._worst.reduce(of_those, axis=0))

    def _note(self, window: np.ndarray, steps: np.ndarray, before: int) -> None:
        """Finds the first windows in which the condition lasts, ending in one of the new rows."""
        new = ~self.lasted
        if not new.any():
            return
        sums = np.cumsum(window, axis=0, dtype=np.int32)
        counts = sums.copy()
        counts[self._window :] -= sums[: -self._window]
        enough = (counts >= self._needed) & new
        enough[:before] = False
        for subject in np.flatnonzero(enough.any(axis=0)):
            end = int(np.argmax(enough[:, subject]))
            begin = max(0, end + 1 - self._window)
            held = begin + int(np.argmax(window[begin : end + 1, subject]))
            self.first_step[subject] = steps[held]
