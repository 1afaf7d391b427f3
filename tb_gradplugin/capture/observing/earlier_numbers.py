"""Python and NumPy numbers that a program had before the loss was evaluated, known by content."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np

NUMBERS = (np.ndarray, np.floating, float)
"""Types of what a program keeps of a tensor whose numbers it took."""

_MOST_ELEMENTS = 1 << 20
"""A larger array is not compared."""


class Numbers:
    """What constants were made from.

    Args:
      named: numbers by the name that the program calls them; those that are not of floats are
        passed over.
    """

    def __init__(self, named: Iterable[tuple[str, Any]]):
        self._by_shape: dict[tuple[int, ...], list[tuple[str, Any]]] = {}
        for name, number in named:
            array = np.asarray(number)
            if array.dtype.kind == "f" and 0 < array.size <= _MOST_ELEMENTS:
                self._by_shape.setdefault(array.shape, []).append((name, number))

    def __call__(self, constant: Any) -> tuple[str, Any] | None:
        """The number, and its name; None where a constant is made from none of them."""
        if not constant.dtype.is_floating:
            return None
        candidates = self._by_shape.get(tuple(constant.shape))
        if not candidates:
            return None
        array = constant.numpy()
        return next(((n, number) for n, number in candidates if _is_made_from(array, number)), None)


def _is_made_from(array: np.ndarray, number: Any) -> bool:
    # A number that does not fit becomes infinite, as it does in the constant.
    with np.errstate(over="ignore"):
        return np.array_equal(np.asarray(number).astype(array.dtype), array, equal_nan=True)
