"""The statistics once more, in NumPy and float64, element by element."""

from __future__ import annotations

import fractions
import itertools
import math

import numpy as np

BORDERS = [-126, -110, -94, -78, -61, -57, -53, -49, -45, -41, -37, -33, -29, -25, -22, -18,
           -14, -11, -8, -5, -2, 1, 4, 7, 10, 13, 16, 24, 32, 48, 64, 96, 128]  # fmt: skip

TINY = np.finfo(np.float32).tiny
LARGEST = float(np.finfo(np.float32).max)


def statistics(gradient: np.ndarray) -> dict[str, float]:
    """What must be recorded of a dense gradient, as float64."""
    is_complex = np.iscomplexobj(gradient)
    elements = np.abs(gradient) if is_complex else np.asarray(gradient)
    elements = elements.astype(np.float64).ravel()
    if gradient.dtype != np.float64:
        elements[np.abs(elements) < TINY] = 0  # TensorFlow's kernels flush subnormals
    finite = elements[np.isfinite(elements)]
    nonzero = finite[finite != 0]
    nan = float("nan")
    some = finite.size > 0
    return {
        "l2_norm": min(_norm(finite), LARGEST) if some else nan,
        "max_abs": np.abs(finite).max() if some else nan,
        "mean": finite.mean() if some and not is_complex else nan,
        "std": _std(finite) if some and not is_complex else nan,
        "zero_fraction": np.mean(finite == 0) if some else nan,
        "nan_count": np.isnan(elements).sum(),
        "inf_count": np.isinf(elements).sum(),
        "float16_lost": _outside(nonzero, 2.0**-25, 2.0**16),
        "bfloat16_lost": _outside(nonzero, 2.0**-126, 2.0**128),
    }


def state(gradient: np.ndarray | None) -> int:
    """The state by the words of the schema."""
    if gradient is None:
        return 4
    if not np.isfinite(gradient).all():
        return 3
    if gradient.size and not np.any(np.abs(gradient) >= TINY):
        return 2
    return 1


def _norm(finite: np.ndarray) -> float:
    largest = np.abs(finite).max()
    return 0.0 if largest == 0 else largest * np.sqrt(np.sum((finite / largest) ** 2))


def _std(finite: np.ndarray) -> float:
    largest = np.abs(finite).max()
    return 0.0 if largest == 0 else largest * np.std(finite / largest)


def _outside(nonzero: np.ndarray, low: float, high: float) -> float:
    if not nonzero.size:
        return float("nan")
    return float(np.mean((np.abs(nonzero) < low) | (np.abs(nonzero) >= high)))


def histogram(gradient: np.ndarray) -> list[int]:
    """The stored shares, in exact arithmetic."""
    elements = np.abs(gradient).astype(np.float64).ravel()
    finite = elements[np.isfinite(elements)]
    shares = []
    for low, high in itertools.pairwise(BORDERS):
        count = int(np.sum((finite >= 2.0**low) & (finite < 2.0**high)))
        shares.append(math.ceil(fractions.Fraction(255 * count, max(1, finite.size))))
    return shares
