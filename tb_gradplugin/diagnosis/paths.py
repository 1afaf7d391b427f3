"""The way from the loss to a variable, op by op."""

from __future__ import annotations

from collections.abc import Container

from tb_gradplugin.diagnosis import op_types
from tb_gradplugin.diagnosis.carried import Carried
from tb_gradplugin.diagnosis.cuts import Cut, Cuts
from tb_gradplugin.diagnosis.edges import Edges
from tb_gradplugin.diagnosis.program import Node, Program
from tb_gradplugin.diagnosis.ways import Ways
from tb_gradplugin.schema.findings import Location, Step

VARIABLE = "variable"
"""The op type of the last step of a way."""

_UNSAID = frozenset({"ReadVariableOp", "Identity", "Merge"})
"""Ops that nobody wrote: they read a variable, copy a value, or join branches."""


def path_of(
    cut: Cut,
    cuts: Cuts,
    edges: Edges,
    ways: Ways,
    behind: Carried,
    program: Program,
    names: dict[int, str],
) -> tuple[Step, ...]:
    """The way through one cut.

    Args:
      cut: where the gradient ends.
      cuts: the search that found it.
      edges: the network.
      ways: as seen from the loss.
      behind: as seen from the variables without gradient.
      program: the evaluation.
      names: of the variables, by the index of their value.
    """
    nodes = above(cut, cuts, ways, edges)
    below, variable = _below(cut, edges, behind)
    steps = [_step(program.nodes[index], index == cut.node) for index in (*nodes, *below)]
    kept = [step for step in steps if step.is_cut or step.op_type not in _UNSAID]
    if variable is not None:
        kept.append(Step(VARIABLE, names.get(variable, "")))
    return tuple(kept)


def above(cut: Cut, cuts: Cuts, ways: Ways, edges: Edges) -> list[int]:
    """Ops from the loss to the cut, both included."""
    result = [cut.node]
    node = cut.node
    while node != cut.frontier and node in cuts.towards_loss:
        node = cuts.towards_loss[node]
        result.append(node)
        if len(result) > len(edges.of_node):
            break
    value = ways.exits.get(node)
    if value is None:
        value = next((v for v in edges.outputs[node] if ways.receives[v]), None)
    while value is not None:
        consumer = ways.consumers.get(value)
        if consumer is None:
            break
        result.append(consumer)
        value = ways.exits[consumer]
    return result[::-1]


def towards_variable(value: int, edges: Edges, behind: Carried) -> tuple[list[int], int]:
    """Ops from the one that made a value down to a variable, and the variable's value."""
    nodes = []
    while value in behind.sources:
        node = edges.producers[value]
        if node is not None:
            nodes.append(node)
        value = behind.sources[value]
    return nodes, value


def next_cut(cut: Cut, edges: Edges, behind: Carried, passed_by: Container[int] = ()) -> int | None:
    """The op that ends the gradient once more on the way from a cut to a variable.

    Args:
      cut: the first.
      edges: the network.
      behind: as seen from the variables without gradient.
      passed_by: ops that would not end it, were the cut repaired.
    """
    value = _first_lost(cut, edges, behind)
    ended = False
    while value is not None and value in behind.sources:
        node, source = edges.producers[value], behind.sources[value]
        if node is None:
            return None
        if node in passed_by:
            value = source
            continue
        ended |= not any(edge.passes for edge in edges.of_node[node] if edge.value == source)
        if ended and op_types.carries_gradient(edges.dtypes[source]):
            return node
        value = source
    return None


def _first_lost(cut: Cut, edges: Edges, behind: Carried) -> int | None:
    return next(
        (
            edge.value
            for edge in edges.of_node[cut.node]
            if edge.slot in cut.slots and behind.bits[edge.value]
        ),
        None,
    )


def _below(cut: Cut, edges: Edges, behind: Carried) -> tuple[list[int], int | None]:
    value = _first_lost(cut, edges, behind)
    if value is None:
        return [], None
    return towards_variable(value, edges, behind)


def _step(node: Node, is_cut: bool) -> Step:
    location: Location | None = node.locations[0] if node.locations else None
    return Step(node.op_type, node.op_name, location, is_cut)


def differentiable_path(value: int, name: str, ways: Ways, program: Program) -> tuple[Step, ...]:
    """The way from the loss to a variable to which a gradient comes."""
    nodes = []
    consumer = ways.consumers.get(value)
    while consumer is not None:
        nodes.append(program.nodes[consumer])
        consumer = ways.consumers.get(ways.exits[consumer])
    kept = [_step(node, False) for node in reversed(nodes) if node.op_type not in _UNSAID]
    return (*kept, Step(VARIABLE, name))


def path_to_op(index: int, ways: Ways, edges: Edges, program: Program) -> tuple[Step, ...]:
    """The way from the loss to an op at which all ends."""
    value = next((v for v in edges.outputs[index] if ways.receives[v]), None)
    nodes = []
    while value is not None and (consumer := ways.consumers.get(value)) is not None:
        nodes.append(program.nodes[consumer])
        value = ways.exits[consumer]
    kept = [_step(node, False) for node in reversed(nodes) if node.op_type not in _UNSAID]
    return (*kept, _step(program.nodes[index], True))


def path_through_op(
    index: int,
    ways: Ways,
    edges: Edges,
    behind: Carried,
    program: Program,
    names: dict[int, str],
) -> tuple[Step, ...]:
    """The same, and on to a variable behind the op, where there is one."""
    path = path_to_op(index, ways, edges, program)
    first = next((e.value for e in edges.of_node[index] if behind.bits[e.value]), None)
    if first is None:
        return path
    below, variable = towards_variable(first, edges, behind)
    steps = [_step(program.nodes[node], False) for node in below]
    kept = [step for step in steps if step.op_type not in _UNSAID]
    return (*path, *kept, Step(VARIABLE, names.get(variable, "")))
