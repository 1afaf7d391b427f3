"""GH228: a gradient that must be zero: a shift that is taken out again, or a reached minimum."""

from __future__ import annotations

from tb_gradplugin.diagnosis import second_order
from tb_gradplugin.diagnosis.flow_causes.facts import Blame, lines, measured
from tb_gradplugin.diagnosis.flows import flow_limits, flow_ops
from tb_gradplugin.diagnosis.flows.flow_case import FlowCase, once
from tb_gradplugin.diagnosis.flows.flow_origins import Origin
from tb_gradplugin.diagnosis.flows.flow_turns import ZERO, Turn
from tb_gradplugin.diagnosis.flows.flow_way import way_to_loss
from tb_gradplugin.diagnosis.op_types import FRAMES_OF_A_CALL
from tb_gradplugin.diagnosis.program import Node

_MOST_STEPS = 80
"""Ops towards the loss among which the normalisation must lie."""

_FRAMES_OF_TF_WHERE = 8
"""Frames of TensorFlow between an op and a line that calls it itself, at most; measured."""

_SCALES = frozenset({"Mul", "RealDiv", "Square", "L2Loss", "DivNoNan", "Cast", "Log1p", "Pow"})

_DIFFERENCES = frozenset({"SquaredDifference", "Sub"})


def curvature(turn: Turn, origin: Origin | None) -> Blame | None:
    """The op is the slope of a piecewise linear function, which has no slope of its own.

    Or it multiplies by what was made of that.
    """
    if turn.kind != ZERO:
        return None
    node = turn.node if turn.node.op_type in flow_ops.STEPS else None
    if node is None and origin is not None:
        node = _made_of_pieces(turn.case).get(origin.value)
    if node is None:
        return None
    why = "a gradient inside of the loss does not depend on it as long as no unit switches"
    evidence = {**measured(turn), "how": "curvature", "severity_because": why}
    return Blame("GH228", node, evidence, "certain", "note", because_of="curvature")


@once
def _made_of_pieces(case: FlowCase) -> dict[int, Node]:
    return second_order.piecewise_linear(case.program)


def has_reached_its_minimum(case: FlowCase) -> bool:
    """Whether the loss is exactly zero."""
    loss = None if case.program.loss is None else case.forward(case.program.loss)
    return loss is not None and loss.is_zero


def minimum(turn: Turn, origin: Origin | None) -> Blame | None:
    """The loss, or its part at that op, cannot become smaller."""
    if turn.kind != ZERO:
        return None
    case = turn.case
    node = turn.node if origin is None else origin.node
    if node is None:
        return None
    why = ""
    if node.op_type in _DIFFERENCES and origin is not None and not _same(case, node):
        why = "prediction and target are equal, as they are where nothing is left to learn"
    elif node.op_type in flow_ops.CROSS_ENTROPIES and turn.node is node:
        why = "every probability is equal to its label, so that nothing is left to learn"
    elif has_reached_its_minimum(case) and _ends_at_zero(turn) and _sums_alone(turn):
        why = "the loss is 0, so that nothing is left to learn from this batch"
    if not why:
        return None
    evidence = {**measured(turn), "how": "minimum", "severity_because": why}
    return Blame("GH228", node, evidence, "likely", "note", because_of="minimum")


def _ends_at_zero(turn: Turn) -> bool:
    """Whether the op is one of those that a loss ends in when it has become zero."""
    node = turn.node
    # Inside of a loss function of a library, which chooses the side that cannot overflow.
    if node.op_type in flow_ops.SELECTS:
        return node.hidden_frames > _FRAMES_OF_TF_WHERE
    if node.layer is None and node.hidden_frames > FRAMES_OF_A_CALL:
        return True
    if node.op_type == "Exp":
        users = turn.case.uses.get(turn.output, ())
        return any(turn.case.node(use.node).op_type == "Log1p" for use in users)
    return node.op_type in flow_ops.RELUS | flow_ops.CLIPS | flow_ops.EVEN | {"Softplus"}


def _sums_alone(turn: Turn) -> bool:
    """Whether nothing but sums and products with numbers stand between the op and the loss."""
    allowed = flow_ops.LINEAR | _SCALES
    way = way_to_loss(turn.case, turn.output)
    return all(stretch.node.op_type in allowed for stretch in way)


def _same(case: FlowCase, node: Node) -> bool:
    """Whether both sides of a difference come from one value, so that it is always zero."""
    left, right = node.inputs[:2]
    if left == right:
        return True
    return _ancestors(case, left, 3) & _ancestors(case, right, 3) != set()


def _ancestors(case: FlowCase, value: int, depth: int) -> set[int]:
    found = {value} if case.producer(value) is not None else set()
    node = case.producer(value)
    if node is not None and depth and len(case.float_inputs(node)) == 1:
        found |= _ancestors(case, case.float_inputs(node)[0], depth - 1)
    return found


def shift(turn: Turn, _: Origin | None) -> Blame | None:
    """What the op adds to every element is taken out again by a normalisation after it."""
    if turn.node.op_type not in flow_ops.SUMS or turn.y is None or turn.x is None:
        return None
    if turn.x.elements >= turn.y.elements or not turn.above.norm > 0:
        return None
    if turn.sick.norm > flow_limits.CANCELLED * turn.above.norm:
        return None
    normalisation = _normalisation(turn)
    evidence = {**measured(turn), "how": "shift"}
    if normalisation is None:
        return None
    evidence["normalisation"] = normalisation.op_type
    evidence["severity_because"] = "what is added is taken out again, so that no step is missed"
    where = lines(turn.node, normalisation)
    return Blame("GH228", turn.node, evidence, "certain", "note", where, because_of="shift")


def _normalisation(turn: Turn) -> Node | None:
    """The op towards the loss that takes a common shift out."""
    case = turn.case
    way = way_to_loss(case, turn.output)[::-1][:_MOST_STEPS]
    for stretch in way:
        if stretch.node.op_type in flow_ops.NORMALISATIONS:
            return stretch.node
        if stretch.node.op_type in ("Sub", "SquaredDifference", "AddV2"):
            # A value minus its own mean.
            others = [v for slot, v in enumerate(stretch.node.inputs) if slot != stretch.slot]
            if any(_is_mean_of(case, other) for other in (*others, stretch.value)):
                return stretch.node
        if stretch.node.op_type == "Sub":
            # A value minus what was made of it, such as its maximum.
            others = [v for slot, v in enumerate(stretch.node.inputs) if slot != stretch.slot]
            if any(_comes_from(case, other, turn.output) for other in others):
                return stretch.node
    return None


def _comes_from(case: FlowCase, value: int, source: int) -> bool:
    seen, left = {value}, [value]
    while left and len(seen) < _MOST_STEPS:
        node = case.producer(left.pop())
        for one in () if node is None else node.inputs:
            if one == source:
                return True
            if one not in seen:
                seen.add(one)
                left.append(one)
    return False


def _is_mean_of(case: FlowCase, value: int, depth: int = 5) -> bool:
    node = case.producer(value)
    while node is not None and depth:
        if node.op_type == "Mean":
            return True
        if node.op_type not in flow_ops.SAME_VALUES | {"Mul", "Neg", "Sub"}:
            return False
        made = [one for one in case.float_inputs(node) if case.producer(one) is not None]
        if not made:
            return False
        node, depth = case.producer(made[0]), depth - 1
    return False
