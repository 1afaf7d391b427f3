"""What each op depends on: its inputs, and what was stored before in a resource that it reads."""

from __future__ import annotations

import dataclasses
from typing import NamedTuple

from tb_gradplugin.diagnosis import op_types
from tb_gradplugin.diagnosis.program import Node, Program

FROM_STATE = -1
"""Slot of what an op reads from a resource."""

FROM_INSIDE = -2
"""Slot of what a custom gradient's function used although it was not among its arguments."""


class Edge(NamedTuple):
    """One thing that an op depends on.

    Attributes:
      value: index of a value, or of a stored state, which count on from the values.
      slot: place among the op's inputs, or FROM_STATE, or FROM_INSIDE.
      passes: whether a gradient goes along it.
    """

    value: int
    slot: int
    passes: bool


@dataclasses.dataclass(frozen=True)
class Edges:
    """The program as a network.

    Attributes:
      of_node: for each op, what it depends on.
      outputs: for each op, the values it makes, and the state it stores.
      producers: for each value, then for each stored state, the op that made it.
      dtypes: of each value, then of each stored state.
      handles: for each stored state, the value of the resource that holds it.
      counted: values on whose numbers depends how many elements there are of them.
      backward: whether something depends on an op of a later index, as in a traced loop.
    """

    of_node: list[list[Edge]]
    outputs: list[list[int]]
    producers: list[int | None]
    dtypes: list[str]
    handles: dict[int, int]
    counted: set[int]
    backward: bool


def edges_of(program: Program, inside: bool = False) -> Edges:
    """Reads the network off a program, in one sweep.

    Args:
      program: one evaluation of a loss.
      inside: also with what the functions of custom gradients use on their own account.
    """
    producers = [value.node for value in program.values]
    dtypes = [value.dtype for value in program.values]
    of_node: list[list[Edge]] = []
    outputs: list[list[int]] = []
    handles: dict[int, int] = {}
    stored: dict[int, int] = {}
    counted: set[int] = set()
    for node in program.nodes:
        of_node.append(_inputs(node, stored, counted))
        outputs.append(list(node.outputs))
        if op_types.writes(node.op_type):
            handle = next((value for value in node.inputs if dtypes[value] == "resource"), None)
            if handle is None:
                continue
            state = len(producers)
            producers.append(node.index)
            dtypes.append(op_types.STATE)
            handles[state] = handle
            stored[handle] = state
            outputs[-1].append(state)
    if inside:
        _add_insides(program, of_node)
    backward = any(
        (producer := producers[edge.value]) is not None and producer >= index
        for index, edges in enumerate(of_node)
        for edge in edges
    )
    return Edges(of_node, outputs, producers, dtypes, handles, counted, backward)


def _inputs(node: Node, stored: dict[int, int], counted: set[int]) -> list[Edge]:
    """What one op depends on; adds its outputs to `counted` if values decide on their shape."""
    by_count = any(value in counted for value in node.inputs)
    if node.op_type in op_types.VALUE_FREE and not by_count:
        return []
    if node.op_type in op_types.DATA_SHAPED or (
        by_count and node.op_type not in op_types.REDUCTIONS | op_types.VALUE_FREE
    ):
        counted.update(node.outputs)
    passes = node.passes or (False,) * len(node.inputs)
    # A result that the op keeps for itself has no place in `passes`.
    found = [
        Edge(value, slot, slot < len(passes) and passes[slot])
        for slot, value in enumerate(node.inputs)
    ]
    if node.op_type not in op_types.OVERWRITES:
        found += [
            Edge(stored[value], FROM_STATE, False) for value in node.inputs if value in stored
        ]
    return found


def _add_insides(program: Program, of_node: list[list[Edge]]) -> None:
    for node in program.nodes:
        owner = node.detail.get("inside_custom_gradient")
        if isinstance(owner, int) and 0 <= owner < len(of_node):
            of_node[owner].extend(Edge(value, FROM_INSIDE, False) for value in node.outputs)
