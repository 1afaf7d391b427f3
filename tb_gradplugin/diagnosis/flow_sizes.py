"""Gradients that are too small or too large: one op, every layer a little, or none at all."""

from __future__ import annotations

import math
from collections.abc import Sequence

from tb_gradplugin.diagnosis.flow_causes import (
    at_the_start,
    exploding_recurrence,
    loss_scale,
    single_element_softmax,
    sum_of_softmax,
    table,
    trends,
)
from tb_gradplugin.diagnosis.flow_causes.facts import Blame
from tb_gradplugin.diagnosis.flows import flow_gradual, flow_limits
from tb_gradplugin.diagnosis.flows.flow_case import FlowCase
from tb_gradplugin.diagnosis.flows.flow_turns import EXPLODING, VANISHING, Turn
from tb_gradplugin.diagnosis.flows.flow_way import Stretch, orders, way_to_loss
from tb_gradplugin.diagnosis.program import Asked

_LOST = 3.0
"""Orders of magnitude that must be lost on the way, if a gradient is small by itself."""

_ABOVE_ZERO = 1e-20
"""Norm below which a gradient has as good as vanished before an op makes it zero."""

_NEAR_LIMIT = 10.0
"""Times the limit of the status that a gradient may have, evaluated once more op by op."""

_LEAST_GAIN = 0.5
"""Orders of magnitude that an op gains, at least, to be asked about."""


def blame(case: FlowCase, asked: Asked, way: Sequence[Stretch]) -> Blame | None:
    """What makes the gradient of a variable vanish or explode.

    Args:
      case: the evaluation.
      asked: a variable with one of these statuses.
      way: from the loss to it.
    """
    size = None if asked.value is None else orders(case, asked.value)
    if size is None or not way:
        return None
    if asked.status == EXPLODING:
        return loss_scale.facts(case, way, 10.0**size) or _growth(case, asked, way, size)
    return _decay(case, asked, way, size)


def beside_limit(case: FlowCase, asked: Sequence[Asked]) -> dict[str, float | str]:
    """The worst norm of those that are exploding or vanishing, with the limit of the status.

    Args:
      case: the evaluation.
      asked: the variables of one finding.

    Returns:
      Evidence; empty where none of them has such a status or a gradient op by op, and where they
      are called vanishing for something else than their size.
    """
    norms = {
        one.name: found.norm
        for one in asked
        if one.status in (EXPLODING, VANISHING)
        and one.value is not None
        and (found := case.gradient(one.value)) is not None
        and found.norm > 0
    }
    if not norms:
        return {}
    if any(one.status == EXPLODING for one in asked):
        worst = max(norms, key=lambda name: norms[name])
        limit: dict[str, float | str] = {"limit_l2_norm": flow_limits.EXPLODING_NORM}
    else:
        worst = min(norms, key=lambda name: norms[name])
        sizes = [
            case.flow.gradient[value].norm for value in case.names if value in case.flow.gradient
        ]
        if norms[worst] > _NEAR_LIMIT * flow_limits.VANISHING_SHARE * max(sizes):
            return {}
        limit = {
            "share_of_largest": norms[worst] / max(sizes),
            "limit_share": flow_limits.VANISHING_SHARE,
        }
    return {"worst_variable": worst, "worst_l2_norm": norms[worst], **limit}


def decay_above(turn: Turn) -> Blame | None:
    """The decay over layers or steps that left nothing for the op that makes the gradient zero."""
    if not 0 < turn.above.norm < _ABOVE_ZERO:
        return None
    way = way_to_loss(turn.case, turn.output)
    known = [stretch.before for stretch in way if stretch.before is not None]
    lost = math.log10(turn.above.norm) - max(known, default=0.0)
    trend = flow_gradual.of_backward(turn.case, way)
    if trend is None or trend.orders > flow_limits.GRADUAL * lost:
        return None
    return trends.of_decay(trend)


def _decay(case: FlowCase, asked: Asked, way: Sequence[Stretch], size: float) -> Blame | None:
    for stretch in way:
        # What comes behind it is rounding, whose size tells of nothing.
        turn = _turn(case, asked, stretch, VANISHING)
        if found := sum_of_softmax.facts(turn, None) or single_element_softmax.facts(turn, None):
            return found
    known = [stretch.before for stretch in way if stretch.before is not None]
    lost = size - max(known, default=size)
    if lost > -_LOST:
        return _beside_others(case, asked, size, way)
    worst = min(way, key=lambda stretch: stretch.change)
    if worst.change > flow_limits.ONE_OP * lost:
        trend = flow_gradual.of_backward(case, way)
        if trend is not None and trend.orders <= flow_limits.GRADUAL * lost:
            return trends.of_decay(trend)
    forward = exploding_recurrence.of_values_before(case, worst.node)
    if forward is not None and exploding_recurrence.shrinks(forward):
        return trends.of_decay(forward)
    return _at(case, asked, worst, VANISHING)


def _growth(case: FlowCase, asked: Asked, way: Sequence[Stretch], size: float) -> Blame | None:
    known = [stretch.before for stretch in way if stretch.before is not None]
    gained = size - min(known, default=size)
    most = sorted(way, key=lambda stretch: -stretch.change)
    trend = flow_gradual.of_backward(case, way)
    no_single_op = most[0].change < flow_limits.ONE_OP * gained
    if trend is not None and no_single_op and trend.orders >= flow_limits.GRADUAL * gained:
        return trends.of_growth(trend)
    generic = table.OF_KIND[EXPLODING][-1]
    for stretch in most:
        if stretch.change < _LEAST_GAIN:
            break
        turn = _turn(case, asked, stretch, EXPLODING)
        for cause in table.OF_KIND[EXPLODING]:
            blamed = None if cause is generic else cause(turn, None)
            if blamed is not None:
                return at_the_start.toned_down(turn, blamed)
    # The gradient of weights is what comes back, times what went in: both grow layer by layer.
    both = [trend, exploding_recurrence.of_values_before(case, most[0].node)]
    growing = [one for one in both if one is not None and exploding_recurrence.rises(one)]
    if exploding_recurrence.grow(growing):
        return trends.of_growth(max(growing, key=lambda one: one.orders))
    turn = _turn(case, asked, most[0], EXPLODING)
    blamed = generic(turn, None)
    return None if blamed is None else at_the_start.toned_down(turn, blamed)


def _beside_others(
    case: FlowCase, asked: Asked, size: float, way: Sequence[Stretch]
) -> Blame | None:
    """A gradient that is small only beside the much larger one of another variable."""
    sizes = {
        one.name: found
        for one in case.program.asked
        if one.value is not None and (found := orders(case, one.value)) is not None
    }
    largest = max(sizes, key=lambda name: sizes[name], default="")
    if not largest or largest == asked.name:
        return None
    because = (
        f"it loses little on its way from the loss and is small only beside the gradient of "
        f"`{largest}`"
    )
    evidence = {
        "how": "relative",
        "gradient_l2_norm": 10.0**size,
        "largest_l2_norm": 10.0 ** min(300.0, sizes[largest]),
        "largest_variable": largest,
        "severity_because": because,
    }
    return Blame("GH201", way[-1].node, evidence, severity="note", because_of="relative")


def _at(case: FlowCase, asked: Asked, stretch: Stretch, kind: str) -> Blame:
    turn = _turn(case, asked, stretch, kind)
    causes = table.OF_KIND[kind]
    return next(found for cause in causes if (found := cause(turn, None)) is not None)


def _turn(case: FlowCase, asked: Asked, stretch: Stretch, kind: str) -> Turn:
    beside = len(case.uses.get(stretch.value, ()))
    return Turn(case, kind, asked, stretch.node, stretch.slot, stretch.output, beside)
