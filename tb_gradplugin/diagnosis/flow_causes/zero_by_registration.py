"""GH210: an op for which TensorFlow registers a gradient of zeros."""

from __future__ import annotations

from tb_gradplugin.diagnosis.flow_causes.facts import Blame, lines, measured
from tb_gradplugin.diagnosis.flows import flow_ops
from tb_gradplugin.diagnosis.flows.flow_origins import Origin
from tb_gradplugin.diagnosis.flows.flow_turns import Turn
from tb_gradplugin.diagnosis.program import Node, Program


def facts(turn: Turn, origin: Origin | None) -> Blame | None:
    """The op that turns the gradient to zero is one of these, or multiplies by such zeros."""
    program = turn.case.program
    node: Node | None = turn.node
    if turn.node.op_type not in flow_ops.ZERO_REGISTERED:
        node = _of_zeros(program, origin.node) if origin is not None else None
    if node is None:
        return None
    evidence = measured(turn)
    magnitude = _magnitude(program, node)
    if magnitude is None:
        return Blame("GH210", node, evidence)
    # The program calls no sign: it is the slope of what it does call.
    evidence["slope_of"] = magnitude.op_type
    return Blame("GH210", node, evidence, locations=lines(magnitude, node) or None)


def _of_zeros(program: Program, zeros: Node | None) -> Node | None:
    """The slope of an `Abs` that a tape in the loss differentiated once more, giving zeros."""
    if zeros is None or zeros.op_type != "ZerosLike" or not _is_of_tape(zeros):
        return None
    before = program.nodes[: zeros.index]
    alike = (one for one in before if one.op_type == "Sign" and one.inputs == zeros.inputs)
    return next((one for one in alike if _magnitude(program, one) is not None), None)


def _magnitude(program: Program, node: Node) -> Node | None:
    """The `Abs` whose slope, taken by a tape in the loss, an op is; None where it is none."""
    if not _is_of_tape(node):
        return None
    before = program.nodes[: node.index]
    alike = (one for one in before if one.op_type == "Abs" and one.inputs == node.inputs)
    return next(alike, None)


def _is_of_tape(node: Node) -> bool:
    return node.detail.get("call") == "gradient"
