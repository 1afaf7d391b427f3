"""BTTackler (KDD 2024). Of its rule on zeros the limit is not known, so it is left out."""

from __future__ import annotations

import numpy as np

from tests.benchmarks.judgement.records import Records


def bttackler(records: Records) -> set[str]:
    """The median over the layers, and each layer against the next one."""
    found = set()
    if records.is_nonfinite.any():
        found.add("nonfinite")
    norms = records.l2_norm[:, records.kernels]
    known = ~np.isnan(norms).all(axis=1)
    medians = np.nanmedian(norms[known], axis=1)
    with np.errstate(divide="ignore", invalid="ignore"):
        quotients = norms[:, :-1] / norms[:, 1:]
    if np.any(medians < 1e-5) or np.any(quotients < 1e-4):
        found.add("vanishing")
    if np.any(medians > 1e4) or np.any(quotients > 1e3):
        found.add("exploding")
    return found
