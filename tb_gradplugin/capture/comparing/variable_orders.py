"""The order in which a gradient function is given variables, and one that answers by position.

In a graph TensorFlow sorts them by name. Outside of one it takes them from a set: first the one
that was made first, then the others in an order that may be another in each process.

Facts:
  by_position: "right" or "wrong": what a gradient that goes by position is in this program.
  order: the variables, as TensorFlow gives them in this program.
  other_order: an order in which it is the other of the two.
  other: where TensorFlow may give that one: "in a graph" or "eagerly"; only where it is right here.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence

import numpy as np

from tb_gradplugin.capture.comparing.gradient_verdicts import Examination, Verdict
from tb_gradplugin.capture.comparing.probed_points import drawn
from tb_gradplugin.capture.comparing.replays import CustomReplay, UncheckableError
from tb_gradplugin.diagnosis.checked import WRONG_ABOVE

_MOST = 3
"""Variables of which every order is tried."""


def set_as_given(replay: CustomReplay, slots: Sequence[int | None], in_graph: bool) -> None:
    """Has a replay hand over its variables as TensorFlow does in the program.

    Args:
      replay: of a call.
      slots: for each of its targets, its place among the inputs that TensorFlow recorded.
      in_graph: whether the program calls it in a graph.
    """
    if in_graph:
        replay.order = _by_name(replay)
        return
    count = len(replay.used_variables)
    places = {i: slot for i, slot in enumerate(slots[len(slots) - count :]) if slot is not None}
    if len(places) == count:
        replay.order = sorted(places, key=places.__getitem__)


def noted(
    found: dict[int, Verdict], replay: CustomReplay, used: Sequence[bool], in_graph: bool
) -> dict[int, Verdict]:
    """The verdicts, with what they would be in another order of the variables.

    Args:
      found: by the place of a target.
      replay: of the call.
      used: for each floating-point result, whether a gradient comes to it.
      in_graph: whether the program calls it in a graph.
    """
    first = len(replay.targets) - len(replay.used_variables)
    of_variables = {place: verdict for place, verdict in found.items() if place >= first}
    outcomes = {outcome for outcome, _ in of_variables.values()}
    if len(replay.used_variables) < 2 or not of_variables or "unmeasured" in outcomes:
        return found
    order = replay.order
    try:
        if outcomes != {"right"}:
            return {**found, **_right_elsewhere(of_variables, replay, used)}
        # In a graph the order is that of the names, whatever it may be elsewhere.
        return {**found, **({} if in_graph else _wrong_elsewhere(of_variables, replay))}
    except UncheckableError:
        return found
    finally:
        replay.order = order


def _right_elsewhere(
    found: dict[int, Verdict], replay: CustomReplay, used: Sequence[bool]
) -> dict[int, Verdict]:
    order = replay.order
    for other in _orders(replay):
        replay.order = other
        try:
            verdicts = Examination(replay, list(found), used).verdicts()
        except UncheckableError:
            raise
        except Exception:  # The gradient function may not take it.
            continue
        if all(outcome == "right" for outcome, _ in verdicts.values()):
            facts = _facts("wrong", replay, order, other, "")
            return dict.fromkeys(found, ("wrong", facts))
    return {}


def _wrong_elsewhere(found: dict[int, Verdict], replay: CustomReplay) -> dict[int, Verdict]:
    order, by_name = replay.order, _by_name(replay)
    random = np.random.default_rng(20)
    upstream = [drawn(each, random) for each in replay.results(replay.values)]
    here = replay.gradients(replay.values, upstream)
    others = [(by_name, "in a graph"), ([order[0], *order[:0:-1]], "eagerly")]
    for other, where in others:
        if other == order:
            continue
        replay.order = other
        try:
            there = replay.gradients(replay.values, upstream)
        except UncheckableError:
            raise
        except Exception:  # The gradient function may not take it.
            there = [None] * len(here)
        changed = [place for place in found if _differ(here[place], there[place])]
        if changed:
            facts = _facts("right", replay, order, other, where)
            return dict.fromkeys(changed, ("wrong", facts))
    return {}


def _orders(replay: CustomReplay) -> list[list[int]]:
    count = len(replay.used_variables)
    every = itertools.permutations(range(count)) if count <= _MOST else (range(count),)
    return [list(each) for each in every if list(each) != replay.order]


def _by_name(replay: CustomReplay) -> list[int]:
    variables = replay.used_variables
    return sorted(range(len(variables)), key=lambda place: str(variables[place].name))


def _facts(
    here: str, replay: CustomReplay, order: list[int], other: list[int], where: str
) -> dict[str, float | int | str]:
    first = len(replay.targets) - len(order)
    names = [target.name for target in replay.targets[first:] if target is not None]
    return {
        "by_position": here,
        "order": ", ".join(names[place] for place in order),
        "other_order": ", ".join(names[place] for place in other),
        **({"other": where} if where else {}),
    }


def _differ(one: np.ndarray | None, other: np.ndarray | None) -> bool:
    if one is None or other is None:
        return one is not other
    if one.shape != other.shape:
        return True
    size = max(float(np.linalg.norm(one)), float(np.linalg.norm(other)))
    return float(np.linalg.norm(one - other)) > WRONG_ABOVE * size
