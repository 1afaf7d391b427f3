"""The points at which a replayed call is looked at, and the directions to step in from there."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence

import numpy as np

from tb_gradplugin.capture.comparing.replays import Replay
from tb_gradplugin.capture.ops.tensor_numbers import Numbers, Values

_UPSTREAMS = 3
_ASIDE = (0.05, 0.5)
"""Standard deviation of the logarithm of what values are multiplied by beside those of the user's
program: the first point lies on its side of most kinks, the second does not."""


@dataclasses.dataclass(frozen=True)
class Point:
    """One set of values.

    Attributes:
      values: of the targets.
      results: at these values.
      upstreams: gradients of the results, drawn at random; each has an array for each result.
      gradients: for each of `upstreams`, what the gradient function gives for each target.
    """

    values: Values
    results: Numbers
    upstreams: list[Numbers]
    gradients: list[list[np.ndarray | None]]

    def of(self, place: int) -> list[np.ndarray | None]:
        """The gradients of one target."""
        return [each[place] for each in self.gradients]

    @property
    def is_finite(self) -> bool:
        """Whether results and gradients are numbers."""
        arrays = [*self.results, *(g for each in self.gradients for g in each if g is not None)]
        return all(bool(np.all(np.isfinite(array))) for array in arrays)


def probed(
    replay: Replay, values: Values, used: Sequence[bool], random: np.random.Generator
) -> Point:
    """Runs a call at some values, forward once and backward for each upstream gradient.

    Args:
      replay: the call.
      values: of its targets.
      used: for each floating-point result, whether a gradient comes to it.
      random: where upstream gradients are drawn from.
    """
    results = replay.results(values)
    upstreams = [
        [
            drawn(result, random) if is_used else np.zeros_like(result)
            for result, is_used in zip(results, used, strict=True)
        ]
        for _ in range(_UPSTREAMS)
    ]
    return Point(values, results, upstreams, [replay.gradients(values, u) for u in upstreams])


def aside(
    replay: Replay, places: Sequence[int], random: np.random.Generator
) -> list[list[np.ndarray | None]]:
    """Values beside those of the user's program: one set nearby, one further away.

    Each element keeps its sign, and zero stays zero unless there is nothing else.
    """
    result = []
    for spread in _ASIDE:
        values = list(replay.values)
        for place in places:
            centre = replay.values[place]
            assert centre is not None
            moved = centre * np.exp(spread * np.real(drawn(centre, random)))
            if not np.any(centre):
                moved = spread * drawn(centre, random)
            values[place] = replay.rounded(place, _alike(centre, moved))
        result.append(values)
    return result


def directions(
    centre: np.ndarray, random: np.random.Generator, number: int
) -> list[tuple[np.ndarray, ...]]:
    """Directions to step in, in units of the values; each with others to fall back on.

    The first of each moves all elements alike, so that slopes weigh them as the norm of a gradient
    does; where that meets a kink or the edge of a domain, each element moves by its own size, which
    crosses no zero. Elements that are exactly zero stay where others are not: one more direction
    moves these alone. A symmetric matrix stays one: functions of such read half of it or return a
    symmetric gradient, by convention.
    """
    zeros = centre == 0
    if np.all(zeros):
        return [(drawn(centre, random),) for _ in range(number)]
    found: list[tuple[np.ndarray, ...]] = []
    for _ in range(number):
        step = drawn(centre, random)
        steps = np.where(zeros, 0.0, size(centre)) * step, np.abs(centre) * step
        found.append(tuple(_alike(centre, each) for each in steps))
    if np.any(zeros):
        step = np.where(zeros, size(centre), 0.0) * drawn(centre, random)
        found.append((_alike(centre, step),))
    return found


def _alike(centre: np.ndarray, step: np.ndarray) -> np.ndarray:
    """The step made symmetric where the values are symmetric (or Hermitian) matrices."""
    if centre.ndim < 2 or centre.shape[-1] != centre.shape[-2] or centre.shape[-1] < 2:
        return step
    mirrored = np.conj(np.swapaxes(centre, -1, -2))
    if not np.any(centre) or np.max(np.abs(centre - mirrored)) > 1e-5 * np.max(np.abs(centre)):
        return step
    return np.asarray((step + np.conj(np.swapaxes(step, -1, -2))) / 2.0)


def size(values: np.ndarray) -> float:
    """Root mean square; 1 where all is zero or nothing is there."""
    if not values.size:
        return 1.0
    largest = float(np.max(np.abs(values)))
    if largest == 0.0 or not np.isfinite(largest):
        return 1.0
    return largest * float(np.sqrt(np.mean(np.abs(values / largest) ** 2)))


def drawn(like: np.ndarray, random: np.random.Generator) -> np.ndarray:
    """Normal random numbers of the shape and kind of `like`."""
    real = random.standard_normal(like.shape)
    if np.iscomplexobj(like):
        return real + 1j * random.standard_normal(like.shape)
    return np.asarray(real)
