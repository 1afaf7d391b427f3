"""GH229: a CTC loss whose labels do not fit into the time steps."""

from __future__ import annotations

from tb_gradplugin.diagnosis.flow_causes.facts import Blame, measured
from tb_gradplugin.diagnosis.flows.flow_origins import Origin
from tb_gradplugin.diagnosis.flows.flow_turns import NONFINITE, Turn
from tb_gradplugin.diagnosis.program import Node


def facts(turn: Turn, origin: Origin | None) -> Blame | None:
    """The loss op, or the custom gradient that stands for it, has no finite value."""
    node = turn.node if origin is None or origin.node is None else origin.node
    if not is_alignment(node):
        return None
    counts = turn.case.flow.details.get(node.index, {})
    impossible = int(counts.get("impossible_rows", 0) or 0)
    y = turn.case.forward(node.outputs[0])
    if not impossible and turn.kind != NONFINITE and (y is None or y.is_finite):
        return None
    evidence = measured(turn)
    if impossible:
        evidence |= {"impossible_rows": impossible, "rows": int(counts["rows"])}
    return Blame("GH229", node, evidence, "certain" if impossible else "likely")


def is_alignment(node: Node) -> bool:
    """Whether the op is a CTC loss, or the custom gradient that one is made of."""
    function = str(node.detail.get("function", ""))
    return node.op_type.startswith("CTCLoss") or "ctc" in function.lower()
