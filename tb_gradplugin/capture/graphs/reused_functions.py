"""Functions that a graph calls and that were traced before it.

Keras builds a model by calling it in a scope in which no variable is made. A `tf.function` that is
traced then holds initial values in their place, and is used again for inputs of the same kind.
"""

from __future__ import annotations

import ast
from collections.abc import Callable

import tensorflow as tf
from tensorflow.python.framework.func_graph import FuncGraph

from tb_gradplugin.capture.graphs.graph_frames import Made
from tb_gradplugin.capture.sources import file_owners
from tb_gradplugin.capture.sources.file_owners import Owner
from tb_gradplugin.diagnosis.program import Reused
from tb_gradplugin.diagnosis.text import syntax
from tb_gradplugin.schema.findings import Location

_BUILDING = "compute_output_spec"
"""The function by which Keras calls a model, or a layer, to build it."""


def of_call(
    op: tf.Operation, graph: FuncGraph, called: Made, of: Callable[[tf.Operation], Made]
) -> Reused | None:
    """What an op calls, if that was traced before the graph of the op.

    Args:
      op: the call.
      graph: of the function.
      called: where the op was made.
      of: gives where another op was made.

    Returns:
      None for all else, and where the text of the function is not seen.
    """
    # What is traced on behalf of a call lies in the graph of the call.
    if graph.outer_graph is op.graph:
        return None
    function = _definition(graph, of)
    if function is None:
        return None
    file, tree = function
    decorators = [each for each in tree.decorator_list if _is_tracing(each)]
    line = decorators[0].lineno if decorators else tree.lineno
    return Reused(
        tree.name,
        syntax.location(file, line, tree.name),
        range(tree.lineno, (tree.end_lineno or tree.lineno) + 1),
        called.locations,
        is_of_build=any(map(_is_of_build, graph.get_operations()[-1:])),
    )


def _is_of_build(op: tf.Operation) -> bool:
    return any(
        frame.name == _BUILDING and file_owners.owner(frame.filename) is Owner.FRAMEWORK
        for frame in op.traceback or ()
    )


def _is_tracing(decorator: ast.expr) -> bool:
    called = decorator.func if isinstance(decorator, ast.Call) else decorator
    return syntax.last_name(called) == "function"


def _definition(
    graph: FuncGraph, of: Callable[[tf.Operation], Made]
) -> tuple[str, syntax.Function] | None:
    """The file and the text of the function that a graph was traced from."""
    every = [of(op).locations for op in graph.get_operations()]
    # Arguments and results are made around the function, all else inside of it.
    around = min(every, key=len, default=())
    for locations in every:
        inside = locations[: len(locations) - len(around)]
        if inside and locations[len(inside) :] == around:
            return _around(inside[-1], graph.name)
    return None


def _around(line: Location, name: str) -> tuple[str, syntax.Function] | None:
    tree = syntax.tree_of(line.file)
    functions = syntax.functions_around(tree, line.line) if tree is not None else []
    return next(((line.file, one) for one in functions if one.name == name), None)
