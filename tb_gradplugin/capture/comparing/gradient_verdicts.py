"""What is said of the gradient of one target of a replayed call: right, wrong and how, on purpose.

Facts that go with the outcomes, all optional:
  relative_error: norm of the disagreement, relative to the larger side.
  factor: what the gradient function returns, as a multiple of what was measured; the same at
    several points.
  ratio: the same, where it is another one at other points.
  wrong_elements, elements, where: for a function of each element by itself, the elements that
    disagree, how many there are, and what they have in common ("negative", "positive", ...).
  result: which of several results the gradient is wrong for, counted from 1.
  swapped_with: the other target whose gradient it is.
  by_position, order, other_order, other: see `variable_orders`.
  least_ratio, most_ratio: the range of that multiple over those elements.
  surrogate: "straight-through", "reversal", "scaling", "upstream" (what comes from above is
    clipped, masked or normalised), "replaced" (of a function that hands its argument on).
  reason: why nothing could be measured.
  precision: dtype in which the forward function was evaluated.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence

import numpy as np

from tb_gradplugin.capture.comparing import elementwise
from tb_gradplugin.capture.comparing.call_behaviour import Behaviour
from tb_gradplugin.capture.comparing.finite_differences import Slope, relative_error
from tb_gradplugin.capture.comparing.replays import Replay
from tb_gradplugin.diagnosis.checked import WRONG_ABOVE

Facts = dict[str, float | int | str]
Verdict = tuple[str, Facts]
"""Outcome and facts, as in `diagnosis.checked.Checked`."""

_CONSTANT = 0.02
"""Relative spread up to which a factor is the same everywhere."""

_DIRECTIONS = 2

JUMP = "jump"
"""Reason why nothing was measured where the function has no slope, however short the step."""

_JUMPS = frozenset({JUMP, "step"})

_FLAT = 0.99
"""Share of results that a step leaves as they are, from which a function counts as flat."""


class Examination:
    """What is said of one call.

    Args:
      replay: the call.
      places: the targets whose gradient matters.
      used: for each floating-point result, whether a gradient comes to it.
      looks_beside: whether a gradient that is right by the values of the user's program alone
        counts as wrong.
    """

    def __init__(
        self,
        replay: Replay,
        places: Sequence[int],
        used: Sequence[bool],
        looks_beside: bool = False,
    ):
        self._places, self._looks_beside = places, looks_beside
        self._call = Behaviour(replay, places, used)

    def verdicts(self) -> dict[int, Verdict]:
        """One for each place."""
        if not self._call.here.is_finite:
            return dict.fromkeys(self._places, ("unmeasured", {"reason": "not finite"}))
        found = {place: self._verdict(place) for place in self._places}
        if any(facts.get("surrogate") == "straight-through" for _, facts in found.values()):
            # What rounds its argument has a gradient of its own making for the others too.
            for place, (outcome, facts) in found.items():
                if outcome in ("wrong", "none", "zeros"):
                    found[place] = ("surrogate", {**facts, "surrogate": "straight-through"})
        self._note_swapped(found)
        return found

    def _note_swapped(self, found: dict[int, Verdict]) -> None:
        """Two gradients that are right, each in the place of the other."""
        wrong = [place for place, (outcome, _) in found.items() if outcome == "wrong"]
        for one, other in itertools.combinations(wrong, 2):
            if self._call.value(one).shape == self._call.value(other).shape and all(
                self._is_right_for(place, self._call.here.of(of))
                for place, of in ((one, other), (other, one))
            ):
                found[one][1]["swapped_with"] = self._name(other)
                found[other][1]["swapped_with"] = self._name(one)

    def _is_right_for(self, place: int, gradients: list[np.ndarray | None]) -> bool:
        sound = [s for s in self._call.slopes(self._call.here, place, 2, gradients) if not s.fault]
        return bool(sound) and relative_error(sound) <= WRONG_ABOVE

    def _name(self, place: int) -> str:
        target = self._call.replay.targets[place]
        return target.name if target is not None else ""

    def _verdict(self, place: int) -> Verdict:
        given = self._call.here.of(place)
        shape = self._call.value(place).shape
        for gradient in given:
            if gradient is not None and gradient.shape != shape:
                return "wrong", {
                    "returned_shape": str(gradient.shape),
                    "shape": str(shape),
                }
        slopes = self._call.slopes(self._call.here, place, _DIRECTIONS)
        sound = [each for each in slopes if not each.fault]
        if self._call.gives_nothing(place):
            return self._of_nothing(place, given, sound)
        if self._call.is_constant(place):
            return self._of_constant(place)
        # Those of elements that are zero stand apart: there the others hide what is wrong.
        groups = (slopes[:_DIRECTIONS], slopes[_DIRECTIONS:])
        worst = max((_error(group) for group in groups), default=0.0)
        if sound and worst <= WRONG_ABOVE:
            if self._call.is_linear(place):
                return self._of_single_results(place) or self._of_agreement(place, worst)
            return "surrogate", {"surrogate": "upstream", "relative_error": worst}
        if self._call.is_identity(place):
            return self._of_identity(place, sound)
        if _is_flat(slopes):
            if self._call.depends(place):
                return "surrogate", {"surrogate": "straight-through"}
            return "wrong", {"relative_error": 1.0, "independent": "yes"}
        if not sound:
            return self._without_slope(place, slopes)
        return self._of_disagreement(place, sound, worst)

    def _of_nothing(
        self, place: int, given: Sequence[np.ndarray | None], sound: list[Slope]
    ) -> Verdict:
        outcome = "none" if all(gradient is None for gradient in given) else "zeros"
        if not any(each.error > WRONG_ABOVE for each in sound):
            sound = [
                s
                for p in self._call.beside()
                for s in self._call.slopes(p, place, 1)
                if not s.fault
            ]
        if not any(each.error > WRONG_ABOVE for each in sound):
            return "right", {"relative_error": 0.0}
        facts: Facts = {"relative_error": 1.0}
        if self._call.is_identity(place):
            facts["identity"] = "yes"
        return outcome, facts

    def _of_constant(self, place: int) -> Verdict:
        ones = [
            np.ones_like(result) if used else np.zeros_like(result)
            for result, used in zip(self._call.here.results, self._call.used, strict=True)
        ]
        found = self._call.slopes(self._call.with_upstreams([ones]), place, 2)
        sound = [each for each in found if not each.fault]
        facts: Facts = {}
        if sound and relative_error(sound) <= WRONG_ABOVE:
            facts["right_for_ones"] = "yes"
        return "ignores-upstream", facts

    def _of_single_results(self, place: int) -> Verdict | None:
        """A result whose gradient is lost may be small beside the others."""
        if sum(self._call.used) < 2:
            return None
        for number, used in enumerate(self._call.used):
            alone = [
                each if i == number else np.zeros_like(each)
                for i, each in enumerate(self._call.here.upstreams[0])
            ]
            found = self._call.slopes(self._call.with_upstreams([alone]), place, 1) if used else []
            error = _error(found)
            if error > WRONG_ABOVE:
                return "wrong", {"relative_error": error, "result": number + 1}
        return None

    def _of_agreement(self, place: int, worst: float) -> Verdict:
        """At 0 and 1 many a wrong formula is right: there, the values beside count as well."""
        value = self._call.value(place)
        if self._looks_beside and value.size and _is_all_zero_or_one(value):
            slopes = [s for p in self._call.beside() for s in self._call.slopes(p, place, 2)]
            sound = [each for each in slopes if not each.fault]
            beside = relative_error(sound) if len(sound) == len(slopes) and sound else 0.0
            if beside > WRONG_ABOVE and not self._call.is_identity(place):
                return "wrong", {"relative_error": beside, "beside": "yes"}
        return "right", {"relative_error": worst}

    def _of_identity(self, place: int, sound: list[Slope]) -> Verdict:
        factor = _factor(sound)
        if factor is None or not self._call.is_linear(place):
            kind = "upstream" if factor is None or factor > 0 else "reversal"
            return "surrogate", {"surrogate": kind}
        kind = "reversal" if factor < 0 else "scaling"
        return "surrogate", {"surrogate": kind, "factor": factor}

    def _of_disagreement(self, place: int, sound: list[Slope], worst: float) -> Verdict:
        if not self._call.is_linear(place):
            if self._call.matches_some_upstream(place):
                return "surrogate", {"surrogate": "upstream", "relative_error": worst}
            if self._call.is_scale_free(place):
                return "ignores-upstream", {"magnitude": "yes", "relative_error": worst}
        facts: Facts = {"relative_error": worst}
        found = elementwise.examined(self._call.replay, self._call.here, place, self._call.random)
        if found is not None:
            facts.update(found.facts)
            if found.is_flat_where_wrong:
                return "surrogate", {**facts, "surrogate": "straight-through"}
        beside = [
            s for p in self._call.beside() for s in self._call.slopes(p, place, 2) if not s.fault
        ]
        factor = _factor([*sound, *beside])
        if factor is not None:
            facts["factor"] = factor
        else:
            ratio = _factor(sound, 0.2)
            if ratio is not None:
                facts["ratio"] = ratio
        return "wrong", facts

    def _without_slope(self, place: int, slopes: list[Slope]) -> Verdict:
        """The program stands at a kink, or where no derivative is."""
        faults = {each.fault for each in slopes}
        # To one side of a step the function may have the slope that is returned.
        if "jump" in faults and faults <= _JUMPS:
            return "unmeasured", {"reason": JUMP}
        for point in self._call.beside():
            sound = [each for each in self._call.slopes(point, place, 2) if not each.fault]
            if sound:
                worst = relative_error(sound)
                if worst <= WRONG_ABOVE:
                    return "right", {"relative_error": worst}
                outcome, facts = self._of_disagreement(place, sound, worst)
                return outcome, {**facts, "beside": "yes"}
        fault = slopes[0].fault
        return "unmeasured", {"reason": "kink" if fault in _JUMPS else fault}


def _is_all_zero_or_one(values: np.ndarray) -> bool:
    sizes = np.abs(values)
    return bool(np.all(sizes == sizes.flat[0]) and sizes.flat[0] in (0.0, 1.0))


def _error(slopes: Sequence[Slope]) -> float:
    sound = [each for each in slopes if not each.fault]
    return relative_error(sound) if sound else 0.0


def _is_flat(slopes: Sequence[Slope]) -> bool:
    return all(
        each.unchanged >= _FLAT
        and (each.fault in ("kink", *_JUMPS) or (not each.fault and not np.any(each.measured)))
        for each in slopes
    )


def _factor(slopes: Sequence[Slope], spread: float = _CONSTANT) -> float | None:
    """How many times the measured slopes the returned ones are, if it is the same for all."""
    if not slopes:
        return None
    measured = np.concatenate([each.measured for each in slopes])
    returned = np.concatenate([each.returned for each in slopes])
    square = float(measured @ measured)
    if square == 0.0 or not np.any(returned):
        return None
    factor = float(measured @ returned) / square
    rest = float(np.linalg.norm(returned - factor * measured) / np.linalg.norm(returned))
    return factor if rest <= spread else None
