"""GH213: one of several of a kind, of which the numbers choose others for this evaluation."""

from __future__ import annotations

import dataclasses
import re

from tb_gradplugin.diagnosis import op_types
from tb_gradplugin.diagnosis.flow_causes.facts import Blame, lines, measured
from tb_gradplugin.diagnosis.flows import flow_ops, flow_way
from tb_gradplugin.diagnosis.flows.flow_case import FlowCase, once
from tb_gradplugin.diagnosis.flows.flow_origins import Origin
from tb_gradplugin.diagnosis.flows.flow_turns import Turn
from tb_gradplugin.diagnosis.program import Asked, Node

_CHOICES = frozenset({"ArgMax", "ArgMin", "TopKV2", "Multinomial", "StatelessMultinomial"})
"""Ops that say which of several it is to be."""

_STEPS = 16
"""Ops between a choice and what picks by it: comparing, casting, `one_hot`, a product."""

_OF_FEW = frozenset({"GH204", "GH207", "GH213"})
"""Codes of causes that another batch may not have."""

_NUMBER = re.compile(r"_?\d+")

_MEANT = "others of its kind receive a gradient, and which of them it is depends on the batch"


def facts(turn: Turn, origin: Origin | None) -> Blame | None:
    """What is not chosen takes no part: an expert of a mixture of which no example is sent to."""
    node = turn.node
    is_left_out = node.op_type in flow_ops.MOVES or origin is not None or _is_empty(turn)
    choice = of_turn(turn) if is_left_out else None
    if choice is None:
        return None
    evidence = {
        **measured(turn),
        "how": "choice",
        "choice": choice.op_type,
        "severity_because": _MEANT,
    }
    return Blame("GH213", choice, evidence, "likely", "note", lines(choice, node) or None)


def toned_down(turn: Turn, blame: Blame) -> Blame:
    """A cause in what the numbers choose, which may be of those few examples only."""
    if blame.severity == "note" or blame.code not in _OF_FEW or of_turn(turn) is None:
        return blame
    evidence = {**blame.evidence, "severity_because": _MEANT}
    return dataclasses.replace(blame, severity="note", certainty="likely", evidence=evidence)


def of_turn(turn: Turn) -> Node | None:
    """The choice that stands between a turn and the loss, or before what comes to the turn.

    None where no other variable of its kind receives a gradient.
    """
    case = turn.case
    if _kind(turn.asked) not in _kinds_with_gradient(case):
        return None
    for stretch in flow_way.way_to_loss(case, turn.value):
        for value in stretch.node.inputs:
            choice = None if value == stretch.value else _choice(case, value)
            if choice is not None:
                return choice
    return None


def _is_empty(turn: Turn) -> bool:
    numbers = turn.case.forward(turn.value)
    return numbers is not None and numbers.elements == 0


def _kind(asked: Asked) -> tuple:
    return _NUMBER.sub("", asked.name), asked.shape, asked.dtype


@once
def _kinds_with_gradient(case: FlowCase) -> frozenset[tuple]:
    return frozenset(_kind(asked) for asked in case.program.asked if asked.status == "ok")


@once
def _choice(case: FlowCase, value: int) -> Node | None:
    """The choice that a value is computed from, by ops that hand no gradient on to it."""
    waiting, seen = [(value, 0)], set()
    while waiting:
        one, steps = waiting.pop()
        node = case.producer(one)
        if node is None or node.index in seen or steps == _STEPS:
            continue
        seen.add(node.index)
        if node.op_type in _CHOICES:
            return node
        if node.op_type not in op_types.VALUE_FREE:
            waiting += [(each, steps + 1) for each in node.inputs]
    return None
