"""Slopes of a replayed call: measured by small steps, and as its gradient function says."""

from __future__ import annotations

import dataclasses
import itertools
from collections.abc import Sequence

import numpy as np
import tensorflow as tf

from tb_gradplugin.capture.comparing.replays import Replay
from tb_gradplugin.capture.ops.tensor_numbers import Numbers, Values, digits


@dataclasses.dataclass(frozen=True)
class Steps:
    """How far to step for a dtype, and how straight the way must then be.

    Attributes:
      sizes: relative to the values, tried in this order.
      spread: how far the slopes of a step and of half of it may differ, relative.
      bend: how far the slopes to either side may differ, relative: more is a kink.
    """

    sizes: tuple[float, ...]
    spread: float
    bend: float


_FINE = Steps((1e-5, 1e-7, 1e-3), 0.01, 0.01)
_SINGLE = Steps((1e-2, 1e-3, 5e-2), 0.03, 0.1)
_HALF = Steps((0.1, 0.3), 0.05, 0.5)
# The central difference errs by size**2 and by rounding / size: its best size is the cube root of
# the rounding, 6e-6 for float64 (1e-16), 5e-3 for float32 (6e-8), 8e-2 for float16 (5e-4).

_ROUNDINGS = 8.0
"""How many roundings of the results the noise of a difference is taken to be."""


def steps_for(lowest: tf.DType) -> Steps:
    """The steps for a call whose results go through tensors of this dtype."""
    bits = digits(lowest)
    return _FINE if bits > 24 else _SINGLE if bits == 24 else _HALF


@dataclasses.dataclass(frozen=True)
class Slope:
    """The way the results change along one direction, for several upstream gradients.

    Attributes:
      measured: by finite differences; one for each upstream gradient.
      returned: as the gradient function says.
      noise: how far off `measured` may be by rounding.
      fault: why it says nothing: "not finite", "kink" (or noise), "jump" (it grows without end as
        the step shrinks, to both sides), "step" (to one side only), "below rounding"; empty where
        it is sound.
      unchanged: share of the results' elements, 0 to 1, that the smallest step leaves as they are.
    """

    measured: np.ndarray
    returned: np.ndarray
    noise: np.ndarray
    fault: str
    unchanged: float

    @property
    def error(self) -> float:
        """Norm of the disagreement beyond noise, relative to the larger of the two."""
        return relative_error([self])


def relative_error(slopes: Sequence[Slope]) -> float:
    """Norm of the disagreement of several slopes beyond noise, relative to the larger side."""
    measured = np.concatenate([slope.measured for slope in slopes])
    returned = np.concatenate([slope.returned for slope in slopes])
    noise = np.concatenate([slope.noise for slope in slopes])
    size = max(_norm(measured), _norm(returned))
    off = max(0.0, _norm(measured - returned) - _norm(noise))
    return off / size if size > 0 else 0.0


def slope(
    replay: Replay,
    values: Values,
    place: int,
    direction: np.ndarray,
    upstreams: Sequence[Numbers],
    gradients: Sequence[np.ndarray | None],
    here: Numbers,
) -> Slope:
    """Measures along one direction of one target.

    Args:
      replay: the call.
      values: of the targets, from which the steps are taken.
      place: the target that is varied.
      direction: of its shape; steps are multiples of it.
      upstreams: gradients of the results, each with an array for each result.
      gradients: of the target, for each of `upstreams`; None counts as zero.
      here: the results at `values`.
    """
    steps = steps_for(replay.lowest)
    rounding = 2.0 ** (-digits(replay.lowest)) * _ROUNDINGS
    first: Slope | None = None
    sizes: list[tuple[float, float]] = []
    for size in steps.sizes:
        found = _at(replay, values, place, direction * size, upstreams, gradients, here)
        off = rounding * found.scale
        judged = _judged(found, off, steps)
        judged = dataclasses.replace(
            judged,
            measured=judged.measured / size,
            returned=judged.returned / size,
            noise=judged.noise / size,
        )
        if not judged.fault:
            return judged
        sizes.append((size, _norm(judged.measured)))
        first = first or judged
    assert first is not None
    if first.fault != "kink" or not _grows(sizes):
        return first
    sides = []
    for size in steps.sizes:
        # Of a function of each element by itself, the steps of all elements lie on one side.
        step = size * (direction if np.iscomplexobj(direction) else np.abs(direction))
        found = _at(replay, values, place, step, upstreams, gradients, here)
        sides.append((size, min(_norm(found.ahead), _norm(found.behind)) / size))
    return dataclasses.replace(first, fault="jump" if _grows(sides) else "step")


@dataclasses.dataclass(frozen=True)
class _Differences:
    """Over the whole step and its halves, times the upstream gradients."""

    whole: np.ndarray
    half: np.ndarray
    ahead: np.ndarray
    behind: np.ndarray
    returned: np.ndarray
    scale: np.ndarray
    unchanged: float


def _at(
    replay: Replay,
    values: Values,
    place: int,
    step: np.ndarray,
    upstreams: Sequence[Numbers],
    gradients: Sequence[np.ndarray | None],
    here: Numbers,
) -> _Differences:
    centre = values[place]
    assert centre is not None
    points = [replay.rounded(place, centre + part * step) for part in (1.0, 0.5, -0.5, -1.0)]
    far, near, near_behind, far_behind = (
        replay.results([*values[:place], point, *values[place + 1 :]]) for point in points
    )
    moved = points[1] - points[2]
    with np.errstate(all="ignore"):
        return _Differences(
            whole=_along(upstreams, far, far_behind) / 2.0,
            half=_along(upstreams, near, near_behind),
            ahead=_along(upstreams, near, here) * 2.0,
            behind=_along(upstreams, here, near_behind) * 2.0,
            returned=np.array([_inner(gradient, moved) for gradient in gradients]),
            scale=np.array([_size_of_terms(upstream, here) for upstream in upstreams]),
            unchanged=_unchanged(near, near_behind),
        )


def _judged(found: _Differences, off: np.ndarray, steps: Steps) -> Slope:
    """Differences as a slope: not yet divided by the size of the step."""
    fault = ""
    numbers = (found.whole, found.half, found.ahead, found.behind, found.returned)
    size = max(_norm(found.half), _norm(found.whole))
    noise = _norm(off)
    sides = max(_norm(found.ahead), _norm(found.behind))
    if not all(np.all(np.isfinite(each)) for each in numbers):
        fault = "not finite"
    elif (
        _norm(found.whole - found.half) > steps.spread * size + noise
        or _norm(found.ahead - found.behind) > steps.bend * sides + 4 * noise
    ):
        fault = "kink"
    elif noise >= max(size, _norm(found.returned)):
        nothing = np.zeros_like(off)
        return Slope(nothing, nothing, nothing, "", found.unchanged)
    elif noise > 0.05 * max(size, _norm(found.returned)):
        fault = "below rounding"
    return Slope(found.half, found.returned, off, fault, found.unchanged)


def _grows(sizes: Sequence[tuple[float, float]]) -> bool:
    """Whether slopes go with one over the size of the step, over all sizes that were tried."""
    ordered = sorted(sizes, reverse=True)
    return len(ordered) > 1 and all(
        0.0 < above[1] < np.inf and below[1] / above[1] > 0.3 * above[0] / below[0]
        for above, below in itertools.pairwise(ordered)
    )


def _along(upstreams: Sequence[Numbers], ahead: Numbers, behind: Numbers) -> np.ndarray:
    return np.array(
        [
            sum(_inner(d, a - b) for d, a, b in zip(upstream, ahead, behind, strict=True))
            for upstream in upstreams
        ]
    )


def _inner(gradient: np.ndarray | None, change: np.ndarray) -> float:
    if gradient is None:
        return 0.0
    return float(np.real(np.vdot(gradient, change)))


def _size_of_terms(upstream: Numbers, results: Numbers) -> float:
    """Norm of what is summed up: each rounds by itself."""
    return float(
        np.sqrt(sum(np.sum(np.abs(d * r) ** 2) for d, r in zip(upstream, results, strict=True)))
    )


def _unchanged(ahead: Numbers, behind: Numbers) -> float:
    total = sum(each.size for each in ahead)
    alike = sum(int(np.sum(a == b)) for a, b in zip(ahead, behind, strict=True))
    return alike / total if total else 1.0


def _norm(values: np.ndarray) -> float:
    return float(np.linalg.norm(values))
