"""What a number was at first: the value that its growth is measured by."""

from __future__ import annotations

import numpy as np

from tb_gradplugin.health.course import OPENING


class Opening:
    """The median of each of some numbers over the first rows on which it is known."""

    def __init__(self, subjects: int) -> None:
        """Starts with no row."""
        self._first = np.full((OPENING, subjects), np.nan, np.float32)
        self._known = np.zeros(subjects, np.int64)

    def medians(self, values: np.ndarray) -> np.ndarray:
        """Takes up the next rows, and says what counts as the opening on each of them.

        Args:
          values: float32 [rows, subjects], NaN where there is none.

        Returns:
          float32 [rows, subjects]; NaN until enough rows were known.
        """
        openings = np.full(values.shape, np.nan, np.float32)
        row = 0
        while row < len(values) and (self._known < OPENING).any():
            known = ~np.isnan(values[row]) & (self._known < OPENING)
            places = np.flatnonzero(known)
            self._first[self._known[places], places] = values[row, places]
            self._known[places] += 1
            openings[row] = self._now()
            row += 1
        if row < len(values):
            openings[row:] = self._now()
        return openings

    def _now(self) -> np.ndarray:
        complete = self._known >= OPENING
        with np.errstate(invalid="ignore"):
            medians = np.median(self._first, axis=0)
        return np.where(complete, medians, np.float32(np.nan))
