"""GH210: an op for which TensorFlow registers a gradient of zeros."""

from __future__ import annotations

from tb_gradplugin.diagnosis import flow_ops
from tb_gradplugin.diagnosis.flow_causes.facts import Blame, measured
from tb_gradplugin.diagnosis.flow_origins import Origin
from tb_gradplugin.diagnosis.flow_turns import Turn


def facts(turn: Turn, _: Origin | None) -> Blame | None:
    """The op that turns the gradient to zero is one of these."""
    if turn.node.op_type not in flow_ops.ZERO_REGISTERED:
        return None
    return Blame("GH210", turn.node, measured(turn))
