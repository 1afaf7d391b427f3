"""GH212: a softmax over one element, which is always 1."""

from __future__ import annotations

from tb_gradplugin.diagnosis.flow_causes.facts import Blame, measured
from tb_gradplugin.diagnosis.flows import flow_ops
from tb_gradplugin.diagnosis.flows.flow_origins import Origin
from tb_gradplugin.diagnosis.flows.flow_turns import Turn

_SOFTMAXES = flow_ops.SOFTMAXES | flow_ops.CROSS_ENTROPIES


def facts(turn: Turn, _: Origin | None) -> Blame | None:
    """The softmax at which the gradient turns to zero has rows of one element."""
    if turn.node.op_type not in _SOFTMAXES or turn.slot != 0:
        return None
    shape = turn.case.value(turn.value).shape
    if not shape or shape[-1] != 1:
        return None
    return Blame("GH212", turn.node, {**measured(turn), "logits_shape": str(shape)})
