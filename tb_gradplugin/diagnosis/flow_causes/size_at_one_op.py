"""GH201 and GH202 where one op changes the size of the gradient, and nothing more special fits."""

from __future__ import annotations

import math

from tb_gradplugin.diagnosis.flow_causes.facts import Blame, lines, measured
from tb_gradplugin.diagnosis.flows.flow_origins import Origin
from tb_gradplugin.diagnosis.flows.flow_turns import VANISHING, Turn

_NEARLY = 0.2
"""Share of the orders of magnitude that a sum over elements may have its part in."""


def facts(turn: Turn, _: Origin | None) -> Blame | None:
    """The op, and the size of what it multiplies the gradient by."""
    case = turn.case
    evidence = {**measured(turn), "how": "op"}
    others = [v for v in turn.others() if case.forward(v)]
    where = lines(turn.node)
    if others:
        sizes = {v: case.flow.forward[v].max_abs for v in others}
        pick = min if turn.kind == VANISHING else max
        factor = pick(others, key=lambda v: sizes[v])
        evidence["factor_max_abs"] = sizes[factor]
        evidence["factor_elements"] = case.flow.forward[factor].elements
        if _accounts_for(turn, sizes[factor]):
            evidence["factor_accounts"] = "yes"
        name = case.name(case.outermost(factor))
        if name:
            evidence["factor_name"] = name
        where = lines(turn.node, case.producer(factor))
    if turn.x is not None:
        evidence |= {"input_min": turn.x.min, "input_max": turn.x.max}
    code = "GH201" if turn.kind == VANISHING else "GH202"
    return Blame(code, turn.node, evidence, "likely", "warning", where or None)


def _accounts_for(turn: Turn, factor: float) -> bool:
    """Whether a factor alone changes the size of the gradient as the op does, or nearly."""
    if not (factor > 0 and turn.above.norm > 0 and turn.sick.norm > 0):
        return False
    change = math.log10(turn.sick.norm) - math.log10(turn.above.norm)
    return abs(math.log10(factor) - change) <= _NEARLY * abs(change)
