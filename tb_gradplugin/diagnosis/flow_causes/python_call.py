"""GN112 with zeros: a `tf.py_function` whose Python function leaves TensorFlow."""

from __future__ import annotations

from tb_gradplugin.diagnosis.flow_causes.facts import Blame, measured
from tb_gradplugin.diagnosis.flows import flow_ops
from tb_gradplugin.diagnosis.flows.flow_origins import Origin
from tb_gradplugin.diagnosis.flows.flow_turns import Turn


def facts(turn: Turn, _: Origin | None) -> Blame | None:
    """The op that turns the gradient to zero calls Python."""
    if turn.node.op_type not in flow_ops.PYTHON_CALLS:
        return None
    evidence = {**measured(turn), "how": "py_function"}
    if turn.node.detail.get("function"):
        evidence["function"] = str(turn.node.detail["function"])
    return Blame("GN112", turn.node, evidence)
