"""TheDeepChecker (TOSEM 2023)."""

from __future__ import annotations

import numpy as np

from tests.benchmarks.judgement.records import Records

_WINDOW = 10
_IN_A_ROW = 5


def thedeepchecker(records: Records) -> set[str]:
    """Mean magnitude, its halving and doubling, and the ratio of the update over a window."""
    found = set()
    if records.is_nonfinite.any():
        found.add("nonfinite")
    mean = records.mean_abs
    with np.errstate(divide="ignore", invalid="ignore"):
        growth = mean[1:] / mean[:-1]
        ratios = np.log10(records.update_ratio)
    if np.any(mean < 1e-6) or _in_a_row(growth <= 0.5):
        found.add("vanishing")
    if np.any(mean > 1e6) or _in_a_row(growth >= 2):
        found.add("exploding")
    if len(ratios) >= _WINDOW:
        windows = np.lib.stride_tricks.sliding_window_view(ratios, _WINDOW, axis=0).mean(axis=-1)
        if np.any(windows < -4):
            found.add("stalled")
        if np.any(windows > -1):
            found.add("exploding")
    return found


def _in_a_row(holds: np.ndarray) -> bool:
    if len(holds) < _IN_A_ROW:
        return False
    windows = np.lib.stride_tricks.sliding_window_view(holds, _IN_A_ROW, axis=0)
    return bool(np.any(windows.all(axis=-1)))
