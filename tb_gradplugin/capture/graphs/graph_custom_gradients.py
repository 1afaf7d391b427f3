"""`tf.custom_gradient` in a graph: an IdentityN whose gradient is a Python function.

Its inputs are the results, then the arguments, then the variables that the function used.
"""

from __future__ import annotations

import ast
import dataclasses
import functools
import inspect
import itertools
from collections.abc import Callable, Sequence
from typing import Any

import tensorflow as tf
from tensorflow.python.framework import ops

from tb_gradplugin.capture.observing import custom_gradients
from tb_gradplugin.capture.sources import file_owners

_PREFIX = b"CustomGradient-"
_OWN_FILE = "tensorflow/python/ops/custom_gradient.py"


@dataclasses.dataclass(frozen=True)
class CustomGradient:
    """What is known of one.

    Attributes:
      results: how many results it has.
      variables: how many variables it used.
      function: name of the function that was decorated.
      definition: its file and line, "file:line".
      returned: where its gradient function returns a None, in the same way; empty if unknown.
      is_opened: whether it is TensorFlow's own recomputation, which has no gradient of its own.
    """

    results: int
    variables: int
    function: str
    definition: str
    returned: str
    is_opened: bool


def of_op(op: tf.Operation) -> CustomGradient | None:
    """What an op is, if it is a custom gradient."""
    if op.type != "IdentityN":
        return None
    attr = op.node_def.attr
    name = attr["_gradient_op_type"].s if "_gradient_op_type" in attr else b""
    if not name.startswith(_PREFIX):
        return None
    try:
        registered = ops._gradient_registry.lookup(name.decode())
        kept = inspect.getclosurevars(inspect.getclosurevars(registered).nonlocals["tape_grad_fn"])
        results, gradient = kept.nonlocals["flat_result_len"], kept.nonlocals["grad_fn"]
        variables = len(kept.nonlocals["variables"])
    except (LookupError, TypeError, ValueError):
        return None  # of a loaded function: not registered in this process
    function, definition = _decorated(inspect.unwrap(gradient))
    returned = custom_gradients.returned(gradient)
    is_opened = function == "recompute_grad" and definition == ""
    return CustomGradient(results, variables, function, definition, returned, is_opened)


def number_of_ops_inside(op: tf.Operation, before: Sequence[tf.Operation]) -> int:
    """How many of the ops made last before it belong to the decorated function.

    Args:
      op: the custom gradient.
      before: the ops of its graph that were made before it, in that order.
    """
    called_at = _frames_up_to_call(op)
    if called_at is None:
        return 0
    inside = itertools.takewhile(
        lambda other: _begins_with(other.traceback, called_at), reversed(before)
    )
    return sum(1 for _ in inside)


def _frames_up_to_call(op: tf.Operation) -> list[tuple[str, int | None, str]] | None:
    found = [(frame.filename, frame.lineno, frame.name) for frame in op.traceback]
    for depth in range(len(found) - 1, -1, -1):
        file, _, name = found[depth]
        if name == "_graph_mode_decorator" and file.replace("\\", "/").endswith(_OWN_FILE):
            # The line within is another one for the ops inside.
            return [*found[:depth], (file, None, name)]
    return None


def _begins_with(traceback: Any, called_at: list[tuple[str, int | None, str]]) -> bool:
    if len(traceback) <= len(called_at):
        return False
    return all(
        frame.filename == file and frame.name == name and (line is None or frame.lineno == line)
        for frame, (file, line, name) in zip(traceback, called_at, strict=False)
    )


def _decorated(gradient: Callable[..., Any]) -> tuple[str, str]:
    """Name and place of the function that a gradient function was made by."""
    code = getattr(gradient, "__code__", None)
    if code is None:
        return type(gradient).__name__, ""
    file, line = code.co_filename, code.co_firstlineno
    parts = gradient.__qualname__.split(".<locals>")
    name = parts[-2].rpartition(".")[2] if len(parts) > 1 else gradient.__name__
    if file_owners.owner(file) is file_owners.Owner.FRAMEWORK:
        # For recompute_grad, the function around the decorated one is what users know.
        return parts[0].rpartition(".")[2], ""
    if len(parts) > 1:
        line = _line_of_enclosing(file, name, line)
    return name, f"{file_owners.shown_path(file, file_owners.working_folder())}:{line}"


def _line_of_enclosing(file: str, name: str, line: int) -> int:
    around = [
        first
        for known, first, last in _functions_of(file)
        if known == name and first <= line <= last
    ]
    return max(around, default=line)


@functools.lru_cache(maxsize=64)
def _functions_of(file: str) -> tuple[tuple[str, int, int], ...]:
    try:
        with open(file, encoding="utf-8") as source:
            tree = ast.parse(source.read())
    except (OSError, SyntaxError, ValueError):
        return ()
    return tuple(
        (node.name, node.lineno, node.end_lineno or node.lineno)
        for node in ast.walk(tree)
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef))
    )
