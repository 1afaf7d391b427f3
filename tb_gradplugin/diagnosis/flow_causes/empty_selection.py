"""GH213: a mask, a condition or a weight that chooses nothing."""

from __future__ import annotations

import dataclasses

from tb_gradplugin.diagnosis.flow_causes.facts import Blame, lines, measured
from tb_gradplugin.diagnosis.flows import flow_ops, flow_origins
from tb_gradplugin.diagnosis.flows.flow_case import FlowCase
from tb_gradplugin.diagnosis.flows.flow_origins import Origin
from tb_gradplugin.diagnosis.flows.flow_turns import ZERO, Turn
from tb_gradplugin.diagnosis.program import Node

_SWITCHED_OFF = "a weight of 0 switches a part of the loss off"


def facts(turn: Turn, origin: Origin | None) -> Blame | None:
    """An empty tensor, a condition that holds nowhere, or a mask of zeros."""
    case = turn.case
    node = origin.node if origin is not None and origin.node is not None else turn.node
    for value in (*node.inputs, turn.value):
        numbers = case.forward(value)
        if numbers is not None and numbers.elements == 0:
            return _blame(turn, _emptied(case, value) or node, {"how": "empty"})
    if turn.kind != ZERO:
        return None
    if origin is None:
        return _of_condition(turn)
    if origin.node is not None and _is_mask(case, origin):
        blame = _blame(turn, turn.node, {"how": "mask"})
        return dataclasses.replace(blame, locations=lines(origin.node, turn.node) or None)
    if origin.kind == flow_origins.OUTSIDE and turn.node.op_type in ("Mul", "MulNoNan"):
        return _of_weights(turn, origin.value)
    return None


def _of_weights(turn: Turn, value: int) -> Blame:
    case = turn.case
    blame = _blame(turn, turn.node, {"how": "weights", "factor": case.name(value)})
    factor = case.forward(value)
    if factor is None or factor.elements != 1:
        return blame
    evidence = {**blame.evidence, "how": "number", "severity_because": _SWITCHED_OFF}
    is_meant = any(asked.status == "ok" for asked in case.program.asked)
    return dataclasses.replace(
        blame, evidence=evidence, severity="note" if is_meant else blame.severity
    )


def _of_condition(turn: Turn) -> Blame | None:
    if turn.node.op_type not in flow_ops.SELECTS or turn.slot not in (1, 2):
        return None
    true, elements = turn.detail("true_count"), turn.detail("elements")
    chosen = int(true if turn.slot == 1 else elements - true)
    evidence: dict[str, float | int | str] = {
        "how": "condition",
        "branch": "second" if turn.slot == 1 else "third",
        "chosen_elements": chosen,
        "elements": int(elements),
    }
    blame = _blame(turn, turn.node, evidence)
    if not chosen:
        return blame
    return Blame(blame.code, blame.node, blame.evidence, "likely", blame.severity)


def _blame(turn: Turn, node: Node, evidence: dict[str, float | int | str]) -> Blame:
    return Blame("GH213", node, {**measured(turn), **evidence}, severity="warning")


def _is_mask(case: FlowCase, origin: Origin) -> bool:
    """Whether the zeros were whole numbers or truth values before."""
    node = origin.node
    if node is None or node.op_type not in ("Cast", "SequenceMask", "OneHot"):
        return False
    return not case.float_inputs(node) or node.op_type != "Cast"


def _emptied(case: FlowCase, value: int) -> Node | None:
    """The op that made an empty tensor out of others."""
    node = case.producer(value)
    while node is not None:
        inputs = case.float_inputs(node)
        empty = [one for one in inputs if (found := case.forward(one)) and found.elements == 0]
        if not empty:
            return node
        node = case.producer(empty[0])
    return None
