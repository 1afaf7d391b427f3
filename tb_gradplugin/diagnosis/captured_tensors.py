"""Tensors that functions with a custom gradient use although they are not among their arguments."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence

from tb_gradplugin.diagnosis import op_types
from tb_gradplugin.diagnosis.case import Case
from tb_gradplugin.diagnosis.on_the_way import Way
from tb_gradplugin.diagnosis.program import Node, Program

_OWNER = "inside_custom_gradient"


@dataclasses.dataclass(frozen=True)
class Captured:
    """One function that uses such a tensor.

    Attributes:
      node: its call.
      value: the tensor.
      variables: places in `Program.asked` of those that the tensor hands a gradient on to, were
        it given one.
    """

    node: Node
    value: int
    variables: tuple[int, ...]


def captured(program: Program, ways: Mapping[int, Way]) -> list[Captured]:
    """The first such tensor of each call to which a gradient comes.

    Args:
      program: one evaluation of a loss, op by op.
      ways: the ops on the way, by their index.
    """
    inside: dict[int, list[Node]] = {}
    for node in program.nodes:
        owner = node.detail.get(_OWNER)
        if isinstance(owner, int) and owner in ways:
            inside.setdefault(owner, []).append(node)
    if not inside:
        return []
    bits = _differentiable(program)
    found = []
    for owner, nodes in inside.items():
        call = program.nodes[owner]
        for value in _from_outside(program, call, nodes):
            if bits[value] and _reaches_a_result(value, call, nodes):
                places = range(len(program.asked))
                variables = tuple(place for place in places if bits[value] >> place & 1)
                found.append(Captured(call, value, variables))
                break
    return found


def behind(case: Case, call: Node, variables: int) -> str:
    """What leads from one call to variables without gradient, as it is spoken of.

    Args:
      case: the evaluation.
      call: the custom gradient.
      variables: their bits.
    """
    inside = [node for node in case.program.nodes if node.detail.get(_OWNER) == call.index]
    for value in _from_outside(case.program, call, inside):
        if case.downstream.bits[value] & variables:
            return said(case.program, value)
    return ""


def said(program: Program, value: int) -> str:
    """How a tensor is spoken of: by its name, or by the op and line that it comes from."""
    one = program.values[value]
    if one.name or one.node is None:
        return one.name
    node = program.nodes[one.node]
    if node.op_type == "ReadVariableOp" and program.values[node.inputs[0]].name:
        return program.values[node.inputs[0]].name
    line = f" ({node.locations[0].place})" if node.locations else ""
    return f"the result of {node.op_type}{line}"


def _differentiable(program: Program) -> list[int]:
    """For each value, a bit for each variable with a gradient that it hands its own on to."""
    bits = [0] * len(program.values)
    for place, asked in enumerate(program.asked):
        if asked.value is not None and asked.status != "null":
            bits[asked.value] |= 1 << place
    for node in program.nodes:
        if _OWNER in node.detail:
            continue
        passed = 0
        for value, passes in zip(node.inputs, node.passes or (), strict=False):
            passed |= bits[value] if passes else 0
        for value in node.outputs:
            bits[value] |= passed
    return bits


def _from_outside(program: Program, call: Node, nodes: Sequence[Node]) -> list[int]:
    made = {value for node in nodes for value in node.outputs}
    used = dict.fromkeys(value for node in nodes for value in node.inputs)
    return [
        value
        for value in used
        if value not in made
        and value not in call.inputs
        and op_types.carries_gradient(program.values[value].dtype)
    ]


def _reaches_a_result(value: int, call: Node, nodes: Sequence[Node]) -> bool:
    reached = {value}
    for node in nodes:
        pairs = zip(node.inputs, node.passes or (), strict=False)
        if any(passes and each in reached for each, passes in pairs):
            reached.update(node.outputs)
    # The last ops inside copy the results.
    copies = [node for node in nodes if node.op_type == "Identity"][-len(call.outputs) :]
    return any(node.outputs and node.outputs[0] in reached for node in copies)
