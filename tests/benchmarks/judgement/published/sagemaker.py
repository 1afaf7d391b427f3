"""Amazon SageMaker Debugger: its built-in rules, each at its default."""

from __future__ import annotations

import numpy as np

from tests.benchmarks.judgement.records import Records

_SAVES = 3


def sagemaker(records: Records) -> set[str]:
    """Mean magnitude, all zero, silent units, unchanged tensors, ratio of the update."""
    found = set()
    if records.is_nonfinite.any():
        found.add("nonfinite")
    if np.any(records.mean_abs[records.is_finite] < 1e-7):
        found.add("vanishing")
    if np.any(records.zero_fraction == 1) or np.any(records.zero_fraction[:, records.biases] > 0.5):
        found.add("zero")
    # What it compares are two saves, and what is recorded is one step of them.
    unchanged = records.update_ratio < 1e-5
    lasting = np.lib.stride_tricks.sliding_window_view(unchanged, _SAVES, axis=0)
    if np.any(lasting.all(axis=-1)) or np.any(records.update_ratio < 1e-8):
        found.add("stalled")
    if np.any(records.update_ratio > 10):
        found.add("exploding")
    return found
