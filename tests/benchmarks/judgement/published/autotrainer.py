"""AUTOTRAINER (ICSE 2021)."""

from __future__ import annotations

import numpy as np

from tests.benchmarks.judgement.records import Records

_LOW_ACCURACY = 0.6


def autotrainer(records: Records) -> set[str]:
    """Its rules behind their gate: only where the accuracy stays low.

    Here that gate is given the answer, as the accuracy also decides which trainings are sound.
    """
    accuracies = records.accuracies
    if len(accuracies) and accuracies[-1] >= _LOW_ACCURACY:
        return {"nonfinite"} if records.is_nonfinite.any() else set()
    return without_gate(records)


def without_gate(records: Records) -> set[str]:
    """First layer against last layer, zeros over all gradients, accuracy that does not change."""
    found = set()
    if records.is_nonfinite.any():
        found.add("nonfinite")
    accuracies = records.accuracies
    first = records.l2_norm[:, records.kernels[0]]
    last = records.l2_norm[:, records.kernels[-1]]
    with np.errstate(divide="ignore", invalid="ignore"):
        ratio = first / last
    if np.any((ratio < 1e-3) & (first < 1e-4)):
        found.add("vanishing")
    if np.any(ratio > 70):
        found.add("exploding")
    # A row without any gradient has no share.
    known = ~np.isnan(records.zero_fraction).all(axis=1)
    if np.any(np.nanmean(records.zero_fraction[known], axis=1) >= 0.7):
        found.add("zero")
    if len(accuracies) > 1 and np.ptp(accuracies[len(accuracies) // 2 :]) < 0.01:
        found.add("stalled")
    return found
