"""GH229: a CTC loss whose labels do not fit into the time steps."""

from __future__ import annotations

from tb_gradplugin.diagnosis.flow_causes.facts import Blame, measured
from tb_gradplugin.diagnosis.flow_origins import Origin
from tb_gradplugin.diagnosis.flow_turns import NONFINITE, Turn


def facts(turn: Turn, origin: Origin | None) -> Blame | None:
    """The loss op, or the custom gradient that stands for it, has no finite value."""
    node = turn.node if origin is None or origin.node is None else origin.node
    function = str(node.detail.get("function", ""))
    if not node.op_type.startswith("CTCLoss") and "ctc" not in function.lower():
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
