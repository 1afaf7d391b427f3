"""Where the input of a program flows: around a stop of the gradient, or through it alone."""

from __future__ import annotations

import re
from collections.abc import Iterable

from tb_gradplugin.diagnosis import op_types
from tb_gradplugin.diagnosis.case import Case
from tb_gradplugin.diagnosis.program import Node, Value

STOPS = frozenset({"StopGradient", "PreventGradient"})

_INPUT = 1
"""A value depends on the input of the program, by a way that no stop lies on."""

_STOPPED = 2
"""It depends on what came out of a stop that the input went into."""

_LEARNING = 4
"""It depends on a variable that does get a gradient."""

_TAKEN_BY_INDEX = re.compile(r"Gather|OneHot|Lookup|Embedding|Bincount|SparseTensorDense")
"""Ops that turn whole numbers, which are data, into floats."""

_READ = frozenset({"IteratorGetNext", "OptionalGetValue", "PyFunc", "EagerPyFunc", "ReadFile"})
"""Ops by which data comes in."""


def reaches_learners_only_through(stop: Node, case: Case) -> bool:
    """Whether a stop cuts a row of layers in two: no input comes to what learns but through it.

    A target network, a teacher or a straight-through estimator has a second way beside the stop,
    on which what learns is given input of its own, or takes up more input after the stop. There a
    stop is as it should be.

    Args:
      stop: an op that stops the gradient, of whatever type.
      case: the evaluation, of which something that was asked about gets a gradient.

    Returns:
      False also where nothing is known: without an input, and where what learns is a single
      number, such as a weight of a part of the loss.
    """
    flags = _flags(case, stop)
    if not any(flags[value] & (_INPUT | _STOPPED) for value in stop.inputs):
        return False
    joined = False
    for node in case.program.nodes:
        if not case.ways.depends[node.index]:
            continue
        if any(
            flags[v] & _INPUT and flags[v] & _LEARNING and not flags[v] & _STOPPED
            for v in node.outputs
        ):
            return False
        given = [edge.value for edge in case.edges.of_node[node.index] if edge.passes]
        learning = [v for v in given if flags[v] == _LEARNING and _is_many(case, v)]
        stopped = [v for v in given if flags[v] & _STOPPED and _is_many(case, v)]
        if learning and stopped:
            if any(flags[v] & _INPUT for v in stopped):
                return False
            joined = True
    return joined


def _flags(case: Case, stop: Node) -> list[int]:
    """What each value depends on."""
    edges, program = case.edges, case.program
    flags = [0] * len(edges.producers)
    for each in program.values:
        if each.node is None and _is_input(each):
            flags[each.index] |= _INPUT
    for asked in program.asked:
        if asked.status != "null" and asked.value is not None:
            flags[asked.value] |= _LEARNING
    changed = True
    while changed:
        changed = False
        for node in program.nodes:
            found = _of_outputs(case, node, flags)
            if node is stop or node.op_type in STOPS:
                found = _STOPPED if found & (_INPUT | _STOPPED) else 0
            for value in edges.outputs[node.index]:
                kept = found if _is_many(case, value) else found & ~_INPUT
                if kept & ~flags[value]:
                    flags[value] |= kept
                    changed = edges.backward
    return flags


def _of_outputs(case: Case, node: Node, flags: list[int]) -> int:
    edges = case.edges.of_node[node.index]
    gathered = 0
    for edge in edges:
        gathered |= flags[edge.value] & (~_LEARNING if not edge.passes else ~0)
    if not _takes_input(case, node, (e.value for e in edges if flags[e.value] & _INPUT)):
        gathered &= ~_INPUT
    if node.op_type in _READ or op_types.samples(node.op_type):
        gathered |= _INPUT
    return gathered


def _takes_input(case: Case, node: Node, given: Iterable[int]) -> bool:
    """Whether the input is a part of what the op computes, and no shape, place or choice."""
    dtypes = [case.edges.dtypes[value] for value in given]
    if any(op_types.carries_gradient(dtype) for dtype in dtypes):
        return True
    if all(dtype == "bool" for dtype in dtypes):
        return False
    return _TAKEN_BY_INDEX.search(node.op_type) is not None or not any(
        op_types.carries_gradient(case.edges.dtypes[value]) for value in node.inputs
    )


def _is_input(value: Value) -> bool:
    return (
        value.origin != "variable"
        and value.dtype not in ("resource", "bool")
        and (value.shape is None or len(value.shape) > 0)
    )


def _is_many(case: Case, value: int) -> bool:
    """Whether a value has an axis; a single number is no input, and no layer."""
    if value >= len(case.program.values):
        return True
    return case.program.values[value].shape != ()
