"""Ops that come from differentiating inside of the loss."""

from __future__ import annotations

import re
from collections.abc import Container

from tb_gradplugin.diagnosis import flow_ops, op_types
from tb_gradplugin.diagnosis.edges import Edges
from tb_gradplugin.diagnosis.program import Node, Program

_FARTHEST = 3
"""Ops between one of a gradient function and what that was given, at most."""

_ZERO_BY_ONE = flow_ops.PRODUCTS | flow_ops.STEPS
"""Ops of which one input that is all zero makes the result so."""

_OF_GRADIENT = re.compile(r"(?:Grad|Backprop(?:Input|Filter)?)(V\d+)?$")


def backward_ops(program: Program, edges: Edges) -> frozenset[int]:
    """Ops between what tapes inside of the loss differentiated and what they gave.

    A gradient is computed after its target, from values that are older than the target: so the
    ops that it depends on and that are younger than the target are those of the backward pass.
    """
    found: set[int] = set()
    for tape in program.inner_tapes:
        made = [edges.producers[value] for value in tape.target]
        youngest = max((node for node in made if node is not None), default=None)
        if youngest is None:
            continue
        waiting = [edges.producers[value] for value in tape.results if value is not None]
        while waiting:
            node = waiting.pop()
            if node is None or node <= youngest or node in found:
                continue
            found.add(node)
            waiting.extend(edges.producers[edge.value] for edge in edges.of_node[node])
    return frozenset(found)


def forward_op(node: Node, program: Program, edges: Edges, backward: Container[int]) -> Node | None:
    """The op of the forward pass in whose gradient an op was computed; None where it is not plain.

    A gradient function is given the inputs and outputs of its op: so that is the one that made
    a value near to `node` and took another, or the one after which `node` is named.

    Args:
      node: an op of a backward pass.
      program: the evaluation.
      edges: its network.
      backward: ops of all backward passes in it.
    """
    before = [
        one
        for one in program.nodes[: node.index]
        if one.index not in backward and one.op_type not in op_types.VALUE_FREE
    ]
    near: set[int] = set()
    front = set(node.inputs)
    for _ in range(_FARTHEST):
        following: set[int] = set()
        for value in front:
            producer = edges.producers[value]
            if producer is not None and producer in backward:
                following |= set(program.nodes[producer].inputs)
            else:
                near.add(value)
        found = [one for one in before if near & set(one.inputs) and near & set(one.outputs)]
        if len(found) == 1:
            return found[0]
        front = following
    name = _OF_GRADIENT.sub("", node.op_type)
    named = [
        one for one in before if name != node.op_type and _OF_GRADIENT.sub("", one.op_type) == name
    ]
    lines = {one.locations[:1] for one in named}
    return named[-1] if len(lines) == 1 else None


def piecewise_linear(program: Program) -> dict[int, Node]:
    """Values that are all zero as a slope is constant on each piece, and the op of that slope.

    Args:
      program: the evaluation.

    Returns:
      Values that a tape inside of the loss gave, or on the way to one, that are seen to be
      computed from such zeros; and ops of `flow_ops.STEPS`, in whose gradient zeros stand for
      their own slope.
    """
    if not program.inner_tapes:
        return {}
    slopes: dict[int, Node] = {}  # of values that are all zero
    of_features: dict[int, Node] = {}
    for node in program.nodes:
        if node.op_type == "ZerosLike" and node.inputs[0] in of_features:
            slopes.update(dict.fromkeys(node.outputs, of_features[node.inputs[0]]))
            continue
        if node.op_type in flow_ops.STEPS and len(node.inputs) > 1:
            of_features.setdefault(node.inputs[1], node)
        zeros = [value for value in node.inputs if value in slopes]
        if zeros and (node.op_type in _ZERO_BY_ONE or len(zeros) == _floats(program, node)):
            slopes.update(dict.fromkeys(node.outputs, slopes[zeros[0]]))
    return slopes


def _floats(program: Program, node: Node) -> int:
    return sum(op_types.carries_gradient(program.values[value].dtype) for value in node.inputs)
