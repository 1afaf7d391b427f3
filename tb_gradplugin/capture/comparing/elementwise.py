"""Functions of each element by itself: which elements have a wrong gradient."""

from __future__ import annotations

import dataclasses

import numpy as np

from tb_gradplugin.capture.comparing.finite_differences import steps_for
from tb_gradplugin.capture.comparing.probed_points import Point, size
from tb_gradplugin.capture.comparing.replays import Replay
from tb_gradplugin.capture.ops.tensor_numbers import digits
from tb_gradplugin.diagnosis.checked import WRONG_ABOVE


@dataclasses.dataclass(frozen=True)
class Elements:
    """What was seen of the single elements.

    Attributes:
      facts: "wrong_elements", "elements", and "where" if they have something in common.
      is_flat_where_wrong: whether the function is flat in each of the wrong elements.
    """

    facts: dict[str, float | int | str]
    is_flat_where_wrong: bool


def examined(
    replay: Replay, point: Point, place: int, random: np.random.Generator
) -> Elements | None:
    """Compares element by element.

    Args:
      replay: a call whose gradient of one target disagrees.
      point: that of the user's program.
      place: the target.
      random: where it is drawn from which elements are moved first.

    Returns:
      None where the call is no function of each element by itself, or has no sound slopes.
    """
    value = replay.values[place]
    if value is None or len(point.results) != 1 or point.results[0].shape != value.shape:
        return None
    here, count = point.results[0], value.size
    if count < 2 or np.iscomplexobj(value):
        return None
    step = steps_for(replay.lowest).sizes[0] * np.where(value == 0, size(value), np.abs(value))
    some = random.random(value.shape) < 0.5
    ahead, behind = (replay.rounded(place, value + sign * step) for sign in (1.0, -1.0))

    def at(values: np.ndarray) -> np.ndarray:
        return replay.results([*replay.values[:place], values, *replay.values[place + 1 :]])[0]

    with np.errstate(all="ignore"):
        partly = at(np.where(some, ahead, value))
        up, down = at(ahead), at(behind)
        if np.any((partly != here) & ~some) or np.any((partly != up) & some):
            return None
        measured = (up - down) / (ahead - behind)
        returned = replay.gradients(replay.values, [np.ones_like(here)])[place]
        if returned is None:
            return None
        bent = np.abs((up - here) / (ahead - value) - (here - down) / (value - behind))
        noise = 8.0 * 2.0 ** -digits(replay.lowest) * np.abs(here) / step
        sound = bent <= 0.1 * np.abs(measured) + 4 * noise
        off = np.abs(returned - measured) - noise
        wrong = sound & (off > WRONG_ABOVE * np.maximum(np.abs(returned), np.abs(measured)))
    if not np.any(wrong):
        return None
    facts: dict[str, float | int | str] = {
        "wrong_elements": int(np.sum(wrong)),
        "elements": count,
    }
    sloped = wrong & (measured != 0.0)
    if np.any(sloped):
        ratios = returned[sloped] / measured[sloped]
        facts["least_ratio"], facts["most_ratio"] = float(ratios.min()), float(ratios.max())
    where = _in_common(value, wrong, sound)
    if where:
        facts["where"] = where
    return Elements(facts, bool(np.all(measured[wrong] == 0.0)))


def _in_common(value: np.ndarray, wrong: np.ndarray, sound: np.ndarray) -> str:
    """What tells the wrong elements from the others; empty where all are wrong, or nothing does."""
    right = sound & ~wrong
    if not np.any(right):
        return ""
    for name, holds in (
        ("zero", value == 0),
        ("negative", value < 0),
        ("positive", value > 0),
    ):
        if np.all(holds[wrong]) and not np.any(holds[right]):
            return name
    low, high = float(np.max(value[right])), float(np.min(value[right]))
    if np.all(value[wrong] > low):
        return f"above {low:.3g}"
    if np.all(value[wrong] < high):
        return f"below {high:.3g}"
    return ""
