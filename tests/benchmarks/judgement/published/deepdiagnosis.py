"""DeepDiagnosis (ICSE 2022)."""

from __future__ import annotations

import numpy as np

from tests.benchmarks.judgement.records import Records


def deepdiagnosis(records: Records) -> set[str]:
    """Mean magnitude of the kernels, silent units, ratio of the update."""
    found = set()
    if records.is_nonfinite.any():
        found.add("nonfinite")
    if np.any(records.mean_abs[:, records.kernels] < 1e-7):
        found.add("vanishing")
    if np.any(records.zero_fraction[:, records.biases] >= 0.7):
        found.add("zero")
    if np.any(records.update_ratio < 1e-5):
        found.add("stalled")
    if np.any(records.update_ratio > 1e-1):
        found.add("exploding")
    return found
