"""How one replayed call and its gradient behave: at the user's values and beside them."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from tb_gradplugin.capture.comparing.finite_differences import Slope, relative_error, slope
from tb_gradplugin.capture.comparing.probed_points import (
    Point,
    aside,
    directions,
    drawn,
    probed,
    size,
)
from tb_gradplugin.capture.comparing.replays import Replay
from tb_gradplugin.capture.ops.tensor_numbers import Numbers, digits
from tb_gradplugin.diagnosis.checked import WRONG_ABOVE

_ALIKE = 0.02
"""Relative difference below which two gradients are the same."""


class Behaviour:
    """One call, looked at in several points.

    Args:
      replay: the call.
      places: the targets whose gradient matters.
      used: for each floating-point result, whether a gradient comes to it.

    Attributes:
      replay: the call.
      used: as given.
      here: the point of the user's program.
      random: where all that is drawn comes from; the user's random states are not touched.
    """

    def __init__(self, replay: Replay, places: Sequence[int], used: Sequence[bool]):
        self.replay, self.used = replay, used
        self.random = np.random.default_rng(20)
        self.here = probed(replay, replay.values, used, self.random)
        self._places = places
        self._beside: list[Point] | None = None
        small = 1e-2 if digits(replay.lowest) < 24 else 1e-6
        self._scales = (small, 1.0 / small)

    def slopes(
        self, point: Point, place: int, number: int, given: list[np.ndarray | None] | None = None
    ) -> list[Slope]:
        """Along several directions; `given` stands for the gradients of this target."""
        value = point.values[place]
        assert value is not None
        gradients = point.of(place) if given is None else given
        return [
            self._first_sound(point, place, gradients, those)
            for those in directions(value, self.random, number)
        ]

    def _first_sound(
        self,
        point: Point,
        place: int,
        gradients: list[np.ndarray | None],
        those: Sequence[np.ndarray],
    ) -> Slope:
        found: list[Slope] = []
        for direction in those:
            found.append(
                slope(
                    self.replay,
                    point.values,
                    place,
                    direction,
                    point.upstreams,
                    gradients,
                    point.results,
                )
            )
            if not found[-1].fault:
                return found[-1]
        return found[0]

    def beside(self) -> list[Point]:
        """Those of the points beside the user's at which everything is finite."""
        if self._beside is None:
            self._beside = []
            for values in aside(self.replay, self._places, self.random):
                point = probed(self.replay, values, self.used, self.random)
                if point.is_finite:
                    self._beside.append(point)
        return self._beside

    def value(self, place: int) -> np.ndarray:
        """Of a target, in the user's program."""
        value = self.replay.values[place]
        assert value is not None
        return value

    def with_upstreams(self, upstreams: Sequence[Numbers]) -> Point:
        """The point of the user's program, with other upstream gradients."""
        values = self.replay.values
        gradients = [self.replay.gradients(values, each) for each in upstreams]
        return Point(values, self.here.results, list(upstreams), gradients)

    def _gradient(self, place: int, times: float) -> np.ndarray | None:
        """For the first upstream gradient, `times` as large; divided by it again."""
        scaled = [each * times for each in self.here.upstreams[0]]
        found = self.replay.gradients(self.replay.values, scaled)[place]
        return None if found is None else found / times

    def gives_nothing(self, place: int) -> bool:
        """Whether the gradient is None or zero at every point."""

        def nothing(point: Point) -> bool:
            return not any(g is not None and np.any(g) for g in point.of(place))

        return nothing(self.here) and all(nothing(point) for point in self.beside())

    def is_constant(self, place: int) -> bool:
        """Whether the gradient is the same whatever comes from above, and not zero."""
        first, second, _ = self.here.of(place)
        if first is None or second is None or not np.any(first) or not _alike(first, second):
            return False
        scaled = self._gradient(place, self._scales[0])
        return scaled is not None and _alike(first, scaled * self._scales[0])

    def is_linear(self, place: int) -> bool:
        """Whether the gradient goes with the upstream one, whatever its size and sign."""
        first = self.here.of(place)[0]
        return first is None or all(
            scaled is not None and _alike(first, scaled)
            for scaled in (self._gradient(place, times) for times in (*self._scales, -1.0))
        )

    def is_scale_free(self, place: int) -> bool:
        """Whether the gradient has the same size for every size of the upstream one."""
        first = self.here.of(place)[0]
        scaled = [(times, self._gradient(place, times)) for times in self._scales]
        return first is not None and all(
            found is not None and _alike(first, found * times) for times, found in scaled
        )

    def matches_some_upstream(self, place: int) -> bool:
        """Whether the gradient is right for small, for large or for positive upstream ones."""
        first = self.here.upstreams
        kinds = [[[d * times for d in each] for each in first] for times in self._scales]
        kinds.append([[np.abs(d) for d in each] for each in first])
        for upstreams in kinds:
            found = self.slopes(self.with_upstreams(upstreams), place, 1)
            sound = [each for each in found if not each.fault]
            if sound and relative_error(sound) <= WRONG_ABOVE:
                return True
        return False

    def is_identity(self, place: int) -> bool:
        """Whether one of the results is the value itself, at every point."""
        points = [self.here, *self.beside()]
        return any(
            all(_is_equal(point.results[i], point.values[place]) for point in points)
            for i, used in enumerate(self.used)
            if used
        )

    def depends(self, place: int) -> bool:
        """Whether large changes of a target change the results at all."""
        value = self.value(place)
        for times in (1.0, 10.0, 100.0):
            moved = value + times * size(value) * drawn(value, self.random)
            values = list(self.replay.values)
            values[place] = self.replay.rounded(place, moved)
            results = self.replay.results(values)
            if not all(map(_is_equal, results, self.here.results)):
                return True
        return False


def _alike(one: np.ndarray, other: np.ndarray) -> bool:
    scale = max(float(np.linalg.norm(one)), float(np.linalg.norm(other)))
    return float(np.linalg.norm(one - other)) <= _ALIKE * scale


def _is_equal(one: np.ndarray, other: np.ndarray | None) -> bool:
    return other is not None and one.shape == other.shape and bool(np.array_equal(one, other))
