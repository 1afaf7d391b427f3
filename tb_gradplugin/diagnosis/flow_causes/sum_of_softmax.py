"""GH214 of a softmax: the loss weighs all of its outputs alike, and their sum never changes."""

from __future__ import annotations

from tb_gradplugin.diagnosis.flow_causes.facts import Blame, measured
from tb_gradplugin.diagnosis.flows import flow_limits
from tb_gradplugin.diagnosis.flows.flow_origins import Origin
from tb_gradplugin.diagnosis.flows.flow_turns import Turn

_ALIKE = 1e-5
"""Difference of two elements of a gradient over their size that rounding can make."""


def facts(turn: Turn, _: Origin | None) -> Blame | None:
    """A softmax whose outputs all have the same gradient, of which nothing but rounding is left.

    So it is with a mean or a sum over the classes. A softmax that is saturated gives no more, but
    with the same gradient at each output it would give nothing at any input.
    """
    shape, above = turn.case.value(turn.value).shape, turn.above
    classes = shape[-1] if shape else None
    if (
        turn.node.op_type != "Softmax"
        or not classes
        or classes < 2
        or not above.is_finite
        or not above.norm > 0
    ):
        return None
    if above.max - above.min > _ALIKE * above.max_abs:
        return None
    if turn.sick.norm > flow_limits.CANCELLED * above.norm:
        return None
    evidence = {**measured(turn), "cancelling": "softmax", "classes": classes}
    return Blame("GH214", turn.node, evidence, "certain", "warning")
