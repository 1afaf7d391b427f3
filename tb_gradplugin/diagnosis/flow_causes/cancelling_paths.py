"""GH214: several ways to one value whose gradients cancel."""

from __future__ import annotations

import dataclasses
import itertools
from collections.abc import Sequence

from tb_gradplugin.diagnosis.flow_causes import contributions
from tb_gradplugin.diagnosis.flow_causes.facts import Blame, lines, measured
from tb_gradplugin.diagnosis.flow_causes.zero_by_mathematics import has_reached_its_minimum
from tb_gradplugin.diagnosis.flows import flow_ops
from tb_gradplugin.diagnosis.flows.flow_case import FlowCase, Use
from tb_gradplugin.diagnosis.flows.flow_origins import Origin
from tb_gradplugin.diagnosis.flows.flow_turns import VANISHING, Turn
from tb_gradplugin.diagnosis.flows.flow_way import way_to_loss
from tb_gradplugin.diagnosis.program import Node

_MOST_STEPS = 8
"""Ops between a value and where its parts meet and cancel, as in a normalisation."""


def facts(turn: Turn, origin: Origin | None) -> Blame | None:
    """Uses of one value that all hand their gradient on, and whose sum is nothing, or rounding."""
    if origin is not None:
        return _of_factor(turn, origin)
    case = turn.case
    uses = [
        use
        for use in case.uses.get(turn.value, ())
        if any(case.flow.gradient[o].norm > 0 for o in case.receiving(case.node(use.node)))
    ]
    if len(uses) < 2:
        return None
    nodes = [case.node(use.node) for use in uses]
    if not all(_hands_on(case, node, turn.value) for node in nodes):
        return None
    if turn.kind == VANISHING and contributions.are_kept(turn, uses):
        return None
    twice = len({node.index for node in nodes}) < len(nodes)
    parting = _parting(case, uses)
    is_mirrored = parting is not None and parting.is_mirrored
    if not twice and not is_mirrored and has_reached_its_minimum(case):
        return None
    if parting is not None and case.value(turn.value).dtype == "resource":
        return _of_reads(turn, nodes, parting)
    evidence = {**measured(turn), "ways": len(uses), "ops": ", ".join(n.op_type for n in nodes)}
    if parting is not None and parting.node.op_type == "RealDiv":
        evidence["divided_by_itself"] = "yes"
    maker = case.producer(turn.value)
    if maker is not None:
        evidence["value_of"] = maker.op_type
    return Blame(
        "GH214",
        nodes[0],
        evidence,
        certainty="certain" if twice else "likely",
        locations=lines(*nodes) or None,
        because_of=_line(nodes[0]),
    )


def _of_reads(turn: Turn, reads: list[Node], parting: _Parting) -> Blame:
    """A variable that is read for each way: the line to mend is where the ways part."""
    evidence = {**measured(turn), "ways": len(reads), "parting": parting.node.op_type}
    severity = "error"
    if _is_common_shift(turn.case, reads):
        severity = "note"
        evidence["severity_because"] = "what is added to both sides alike changes no difference"
    return Blame(
        "GH214",
        parting.node,
        evidence,
        certainty="certain" if parting.is_mirrored else "likely",
        severity=severity,
        locations=lines(parting.node, *reads) or None,
        because_of=_line(parting.node) or str(parting.node.index),
    )


def _is_common_shift(case: FlowCase, reads: list[Node]) -> bool:
    """Whether the variable is only added, as a bias is, while others of the program learn."""
    added = all(
        case.node(use.node).op_type in flow_ops.SUMS
        for read in reads
        for output in read.outputs
        for use in case.uses.get(output, ())
    )
    return added and any(one.status == "ok" for one in case.program.asked)


@dataclasses.dataclass(frozen=True)
class _Parting:
    """Where ways from the loss to one value part.

    Attributes:
      node: the last op that is on all of them.
      is_mirrored: whether the ops behind it are of the same types on each.
    """

    node: Node
    is_mirrored: bool


def _parting(case: FlowCase, uses: Sequence[Use]) -> _Parting | None:
    ways = []
    for use in uses:
        outputs = case.receiving(case.node(use.node))
        output = max(outputs, key=lambda one: case.flow.gradient[one].norm)
        above = [stretch.node for stretch in way_to_loss(case, output)]
        ways.append([case.node(use.node), *above[::-1]])
    shared = set.intersection(*({node.index for node in way} for way in ways))
    node = next((node for node in ways[0] if node.index in shared), None)
    if node is None:
        return None
    behind = {
        tuple(each.op_type for each in itertools.takewhile(lambda one: one is not node, way))
        for way in ways
    }
    return _Parting(node, len(behind) == 1)


def _of_factor(turn: Turn, origin: Origin) -> Blame | None:
    """A factor that is zero because it is a value minus the same value."""
    case, node = turn.case, origin.node
    if node is None or node.op_type not in flow_ops.SUMS:
        return None
    left, right = (_before(case, value) for value in node.inputs[:2])
    if not left & right:
        return None
    evidence = {**measured(turn), "ways": 2, "ops": node.op_type}
    return Blame("GH214", node, evidence, "likely", because_of=_line(node))


def _hands_on(case: FlowCase, node: Node, value: int) -> bool:
    """Whether a gradient at the output of an op is one at that input, whatever its size."""
    if node.op_type in flow_ops.LINEAR:
        return True
    others = [one for one in case.float_inputs(node) if one != value]
    if node.op_type == "RealDiv" and node.inputs[0] == value:
        return True
    if node.op_type not in ("Mul", "RealDiv") or not others:
        return False
    factor = case.flow.forward[others[0]]
    return factor.is_finite and factor.zero_share == 0


def _before(case: FlowCase, value: int) -> set[int]:
    """What was computed in the last steps before a value, that value included."""
    found, front = set(), {value}
    for _ in range(_MOST_STEPS):
        makers = {one: maker for one in front if (maker := case.producer(one)) is not None}
        found |= set(makers)
        front = {one for maker in makers.values() for one in case.float_inputs(maker)} - found
    return {value for value in found if case.handle_behind(value) is None}


def _line(node: Node) -> str:
    return node.locations[0].place if node.locations else ""
