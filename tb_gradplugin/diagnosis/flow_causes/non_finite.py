"""GH203: the op that ends the finite gradient is known, and nothing more special fits."""

from __future__ import annotations

from tb_gradplugin.diagnosis.flow_causes.facts import Blame, measured
from tb_gradplugin.diagnosis.flows.flow_origins import Origin
from tb_gradplugin.diagnosis.flows.flow_turns import Turn


def facts(turn: Turn, origin: Origin | None) -> Blame | None:
    """The op that made the first value that is not finite, else the op of the gradient."""
    node = turn.node if origin is None or origin.node is None else origin.node
    evidence = measured(turn)
    x = turn.case.forward(node.inputs[0]) if node.inputs else None
    if x is not None:
        evidence |= {"input_min": x.min, "input_max": x.max}
    if node.detail.get("function"):
        evidence["function"] = str(node.detail["function"])
    values = [turn.case.forward(value) for value in node.outputs]
    if any(numbers is not None and not numbers.is_finite for numbers in values):
        evidence["forward"] = "yes"
    return Blame("GH203", node, evidence, "likely")
