"""The statistics once more, in NumPy and float64, element by element."""

from __future__ import annotations

import ml_dtypes
import numpy as np

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
        "float16_lost": _lost(nonzero, np.float16),
        "bfloat16_lost": _lost(nonzero, ml_dtypes.bfloat16),
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


def _lost(nonzero: np.ndarray, dtype: type) -> float:
    if not nonzero.size:
        return float("nan")
    with np.errstate(all="ignore"):
        rounded = nonzero.astype(dtype).astype(np.float64)
    return float(np.mean((rounded == 0) | np.isinf(rounded)))
