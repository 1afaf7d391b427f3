"""Ops that come from differentiating inside of the loss."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Sequence

from tb_gradplugin.diagnosis import op_types
from tb_gradplugin.diagnosis.edges import Edges
from tb_gradplugin.diagnosis.flows import flow_ops
from tb_gradplugin.diagnosis.inner_tape import InnerTape
from tb_gradplugin.diagnosis.program import Node, Program

_FARTHEST = 3
"""Ops between one of a gradient function and what that was given, at most."""

_ZERO_BY_ONE = flow_ops.PRODUCTS | flow_ops.STEPS
"""Ops of which one input that is all zero makes the result so."""

_OF_GRADIENT = re.compile(r"(?:Grad|Backprop(?:Input|Filter)?)(V\d+)?$")

_OF_ANY_GRADIENT = re.compile(
    r"(?:Grad(?:ient|Image|Boxes|A)?|Backprop(?:Input|Filter)?)(?:V\d+)?$"
)

_VERSION = re.compile(r"V\d+$")


def backward_ops(program: Program, edges: Edges) -> frozenset[int]:
    """Ops between what tapes inside of the loss differentiated and what they gave."""
    found: set[int] = set()
    for tape in program.inner_tapes:
        found |= _backward_of(tape, edges)
    return frozenset(found)


def _backward_of(tape: InnerTape, edges: Edges) -> set[int]:
    """Ops that one tape made.

    A gradient is computed after its target, from values that are older than the target: so the
    ops that it depends on and that are younger than the target are those of the backward pass.
    """
    made = [edges.producers[value] for value in tape.target]
    youngest = max((node for node in made if node is not None), default=None)
    if youngest is None:
        return set()
    return _before(tape.results, edges, after=youngest)


def _before(values: Iterable[int | None], edges: Edges, after: int = -1) -> set[int]:
    """Ops that values are computed by, those younger than the op `after` alone."""
    found: set[int] = set()
    waiting = [edges.producers[value] for value in values if value is not None]
    while waiting:
        node = waiting.pop()
        if node is None or node <= after or node in found:
            continue
        found.add(node)
        waiting.extend(edges.producers[edge.value] for edge in edges.of_node[node])
    return found


def differentiated_op(node: Node, program: Program, edges: Edges) -> Node | None:
    """The op whose gradient another one is, which a tape inside of the loss made; else None.

    Where TensorFlow was seen to compute its gradient, that tells. Else TensorFlow calls the
    gradient of `Name` `NameGrad`, or in a like way. Of the ops of that name which the tape
    differentiated, those alone are taken whose shapes agree, as a gradient has the shape of its
    value, and which share most values with it; none where these stand on several lines.
    """
    seen = _seen_differentiated(node, program)
    if seen is not None and not any(
        seen.index in _backward_of(tape, edges) for tape in program.inner_tapes
    ):
        return seen
    name = _OF_ANY_GRADIENT.sub("", node.op_type)
    tapes = [tape for tape in program.inner_tapes if node.index in _backward_of(tape, edges)]
    if name == node.op_type or not tapes:
        return None
    fitting = [
        program.nodes[index]
        for index in sorted({index for tape in tapes for index in _between(tape, edges)})
        if _VERSION.sub("", program.nodes[index].op_type) == name
        and _fits(program, node, program.nodes[index])
    ]
    # Most gradient functions hand the op of the gradient what their own op took or gave.
    shared = [len({*one.inputs, *one.outputs} & set(node.inputs)) for one in fitting]
    nearest = [one for one, number in zip(fitting, shared, strict=True) if number == max(shared)]
    lines = {one.locations[:1] for one in nearest}
    return nearest[-1] if len(lines) == 1 else None


def _seen_differentiated(node: Node, program: Program) -> Node | None:
    """The op for which a gradient function ran, and, if that is of a gradient, the first such."""
    found = None
    while isinstance(index := node.detail.get("gradient_of"), int) and index < node.index:
        found = node = program.nodes[index]
    return found


def _between(tape: InnerTape, edges: Edges) -> list[int]:
    """Ops that a tape differentiated: on the way from its sources to its target."""
    reached = set(tape.sources)
    found = []
    for index in sorted(_before(tape.target, edges)):
        if any(edge.value in reached for edge in edges.of_node[index]):
            found.append(index)
            reached.update(edges.outputs[index])
    return found


def _fits(program: Program, gradient: Node, forward: Node) -> bool:
    """Whether an op takes what has the shape of a result, and makes what has that of an input."""

    def is_alike(values: Iterable[int], others: Sequence[int]) -> bool:
        shapes = [program.values[other].shape for other in others]
        return any(
            _may_agree(program.values[value].shape, shape) for value in values for shape in shapes
        )

    return is_alike(gradient.inputs, forward.outputs) and is_alike(gradient.outputs, forward.inputs)


def _may_agree(one: Sequence[int | None] | None, other: Sequence[int | None] | None) -> bool:
    if one is None or other is None:
        return True
    pairs = zip(one, other, strict=False)
    return len(one) == len(other) and all(a == b or a is None or b is None for a, b in pairs)


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
    named_after = differentiated_op(node, program, edges)
    if named_after is not None:
        return named_after
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
