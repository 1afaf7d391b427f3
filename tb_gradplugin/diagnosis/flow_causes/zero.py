"""GH204: the op that turns the gradient to zero is known, and nothing more special fits."""

from __future__ import annotations

from tb_gradplugin.diagnosis.flow_causes.facts import Blame, lines, measured
from tb_gradplugin.diagnosis.flows import flow_origins
from tb_gradplugin.diagnosis.flows.flow_origins import Origin
from tb_gradplugin.diagnosis.flows.flow_turns import Turn


def facts(turn: Turn, origin: Origin | None) -> Blame | None:
    """A factor of zeros, by name or by its op; else the op alone."""
    case = turn.case
    evidence = measured(turn)
    if origin is None:
        if turn.node.detail.get("function"):
            evidence["function"] = str(turn.node.detail["function"])
        return Blame("GH204", turn.node, evidence, "likely")
    evidence["factor"] = case.name(origin.value)
    evidence["factor_kind"] = "data" if origin.kind == flow_origins.OUTSIDE else "op"
    if origin.node is not None:
        evidence["factor_op"] = origin.node.op_type
    where = lines(origin.node, turn.node) if origin.node is not None else lines(turn.node)
    return Blame("GH204", turn.node, evidence, locations=where or None)
