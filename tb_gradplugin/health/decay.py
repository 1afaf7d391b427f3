"""How the gradient shrinks from the last layer to the first, as a factor per layer."""

from __future__ import annotations

import numpy as np

_ROWS = 10
"""Rows over which each layer's norm is averaged."""

_FEWEST_LAYERS = 4
"""Through fewer points any line fits."""


class Decay:
    """A straight line through the logarithms of the kernels' norms by depth."""

    def __init__(self, kernels: int) -> None:
        """Starts with no row."""
        self._recent = np.zeros((0, kernels), np.float32)

    def see(self, norms: np.ndarray) -> None:
        """Takes up the next rows, float32 [rows, kernels] in model order, NaN where absent."""
        self._recent = np.concatenate([self._recent, norms])[-_ROWS:]

    def facts(self) -> dict[str, float]:
        """The factor per layer towards the first, and the share of the variance it explains."""
        with np.errstate(divide="ignore", invalid="ignore"):
            logs = np.log10(self._recent)
        usable = np.isfinite(logs)
        depth = np.flatnonzero(usable.any(axis=0))
        if len(depth) < _FEWEST_LAYERS:
            return {}
        logs = np.where(usable, logs, np.nan)[:, depth]
        means = np.nanmean(logs, axis=0)
        slope, intercept = np.polyfit(depth, means, 1)
        spread = float(np.var(means))
        residual = float(np.var(means - (slope * depth + intercept)))
        if not spread > 0:
            return {}
        return {
            "decay_per_layer": float(10**-slope),
            "decay_fit": 1 - residual / spread,
        }
