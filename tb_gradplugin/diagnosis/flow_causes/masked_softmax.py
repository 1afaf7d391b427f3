"""GH222: a row of a softmax of which every element is masked, or a masked element in a loss."""

from __future__ import annotations

from tb_gradplugin.diagnosis.flow_causes.facts import Blame, measured
from tb_gradplugin.diagnosis.flows import flow_ops
from tb_gradplugin.diagnosis.flows.flow_case import FlowCase
from tb_gradplugin.diagnosis.flows.flow_origins import Origin
from tb_gradplugin.diagnosis.flows.flow_turns import Turn
from tb_gradplugin.diagnosis.program import Node

_MASKED = -1e8
"""Logits that a mask has made this small or smaller take no part."""


def facts(turn: Turn, origin: Origin | None) -> Blame | None:
    """A softmax over infinite logits, of TensorFlow's own or written out."""
    case = turn.case
    node = turn.node if origin is None or origin.node is None else origin.node
    by_hand = False
    if node.op_type in flow_ops.SOFTMAXES | flow_ops.CROSS_ENTROPIES:
        logits = case.forward(node.inputs[0])
        if logits is None or not logits.inf_count or logits.nan_count:
            return None
        evidence = {"infinite_logits": logits.inf_count, "logits": logits.elements}
    elif _is_written_out(case, node, origin):
        by_hand, evidence = True, {}
    else:
        return None
    counts = case.flow.details.get(node.index, {})
    rows = counts.get("minus_infinity_rows")
    if rows:
        evidence |= {"masked_rows": int(rows), "rows": int(counts.get("rows", 0))}
    sure = rows or (by_hand and node.op_type in flow_ops.DIVISIONS)
    certainty = "certain" if sure else "likely"
    return Blame("GH222", node, {**measured(turn), **evidence}, certainty)


def _is_written_out(case: FlowCase, node: Node, origin: Origin | None) -> bool:
    """exp(x) / sum(exp(x)) whose sum is 0, or x - max(x) of infinities alone."""
    if node.op_type in flow_ops.DIVISIONS:
        denominator = case.forward(node.inputs[1])
        total = maker(case, node.inputs[1], 2, "Sum")
        if denominator is None or not denominator.zero_count or total is None:
            return False
        return _is_masked(case, total)
    if node.op_type == "Sub" and origin is not None and origin.of is not None:
        return maker(case, node.inputs[1], 3, "Max") is not None
    return False


def _is_masked(case: FlowCase, total: Node) -> bool:
    """Whether what is summed are exponentials of masked logits, or exponentials times a mask."""
    exponential = maker(case, total.inputs[0], 3, "Exp")
    if exponential is None:
        return False
    x = case.forward(exponential.inputs[0])
    last = case.producer(total.inputs[0])
    by_mask = last is not None and last.op_type in ("Mul", *flow_ops.SELECTS)
    return by_mask or (x is not None and bool(x.inf_count or x.min <= _MASKED))


def maker(case: FlowCase, value: int, depth: int, op_type: str) -> Node | None:
    """The op of that type from which a value comes in a few steps."""
    node = case.producer(value)
    if node is None or node.op_type == op_type:
        return node
    if not depth:
        return None
    found = (maker(case, one, depth - 1, op_type) for one in case.float_inputs(node))
    return next((one for one in found if one is not None), None)
