"""DeepDiagnosis (ICSE 2022)."""

from __future__ import annotations

import numpy as np

from tests.benchmarks.judgement.records import Records


def deepdiagnosis(records: Records) -> set[str]:
    """Mean magnitude of the kernels and ratio of their updates, silent units."""
    found = set()
    ratios = records.update_ratio[:, records.kernels]
    if records.is_nonfinite.any():
        found.add("nonfinite")
    if np.any(records.mean_abs[:, records.kernels] < 1e-7):
        found.add("vanishing")
    if np.any(records.zero_fraction[:, records.biases] >= 0.7):
        found.add("zero")
    if np.any(ratios < 1e-5):
        found.add("stalled")
    if np.any(ratios > 1e-1):
        found.add("exploding")
    return found
