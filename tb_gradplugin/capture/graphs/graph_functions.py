"""The functions that ops of a graph call: `tf.function`s, branches, bodies of loops."""

from __future__ import annotations

from typing import Any

import tensorflow as tf
from tensorflow.python.framework.func_graph import FuncGraph

CALLS = frozenset({"PartitionedCall", "StatefulPartitionedCall"})
CONDS = frozenset({"If", "StatelessIf"})
CASES = frozenset({"Case", "StatelessCase"})
LOOPS = frozenset({"While", "StatelessWhile"})


def called(op: tf.Operation, attribute: str) -> FuncGraph | None:
    """The graph of the function that `attribute` of the op names, where it can be had."""
    return _found(op, op.get_attr(attribute).name)


def branches(op: tf.Operation) -> list[tuple[str, FuncGraph | None]]:
    """Name and graph of each branch of a cond or a switch."""
    if op.type in CONDS:
        return [("true", called(op, "then_branch")), ("false", called(op, "else_branch"))]
    functions = op.get_attr("branches")
    return [(str(i), _found(op, function.name)) for i, function in enumerate(functions)]


def original_outputs(op: tf.Operation) -> int:
    """How many results a loop had before TensorFlow gave it more, for its gradient."""
    try:
        return int(op.get_attr("_num_original_outputs"))
    except ValueError:
        return len(op.outputs)


def outer_graphs(graph: Any) -> list[FuncGraph]:
    """The graphs around this one, outermost first; eager code around them is none."""
    found = []
    graph = getattr(graph, "outer_graph", None)
    while isinstance(graph, FuncGraph):
        found.append(graph)
        graph = graph.outer_graph
    return found[::-1]


def _found(op: tf.Operation, name: str | bytes) -> FuncGraph | None:
    graph: Any = op.graph
    while graph is not None:
        function = graph._get_function(name)
        if function is not None:
            found = getattr(function, "graph", None)
            return found if isinstance(found, FuncGraph) else None
        graph = getattr(graph, "outer_graph", None)
    return None
