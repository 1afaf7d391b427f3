"""The median of a few measurements, and how well they tell it."""

from __future__ import annotations

import dataclasses
import math
import statistics
from collections.abc import Sequence


@dataclasses.dataclass(frozen=True)
class Median:
    """A median and its 95 % interval; without one where there are too few measurements."""

    value: float
    low: float | None
    high: float | None


def median(measured: Sequence[float]) -> Median:
    """The median with the interval that holds the true one with a probability of 95 % or more.

    The interval ends at two of the measurements, whatever their distribution is: how many of n
    fall under the true median is a binomial number. With fewer than 6 there is no such interval.
    """
    ordered = sorted(measured)
    cut = _cut_at_each_end(len(ordered))
    if cut is None:
        return Median(statistics.median(ordered), None, None)
    return Median(statistics.median(ordered), ordered[cut], ordered[-1 - cut])


def _cut_at_each_end(count: int) -> int | None:
    """How many of the smallest and of the largest stay out of the interval."""
    cut, tail = None, 0.0
    for under in range(count // 2):
        tail += math.comb(count, under) / 2**count
        if tail > 0.025:
            break
        cut = under
    return cut
