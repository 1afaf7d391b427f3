"""Whether an expression may have made a tensor, by the form that it says itself."""

from __future__ import annotations

import ast
from collections.abc import Callable, Mapping
from types import ModuleType
from typing import Any

import tensorflow as tf

from tb_gradplugin.diagnosis.text import syntax

_FILLED = frozenset({"zeros", "ones", "fill", "normal", "uniform", "truncated_normal"})
"""Functions of TensorFlow whose first argument is a shape."""

_OF_NUMBERS = frozenset({"constant"})
"""Those whose first argument is the numbers."""

_FLOAT = frozenset({"zeros", "ones"})
"""Those that make float32 where no dtype is given."""

_DTYPE_BEHIND = _FLOAT | _OF_NUMBERS
"""Those whose second argument is the dtype."""


def fits(
    made: ast.expr, tensor: Any, names: Mapping[str, Any], value: Callable[[ast.expr], Any]
) -> bool:
    """Whether nothing that an expression says of itself speaks against it.

    Args:
      made: an expression that a name is given.
      tensor: what the name means, eager.
      names: those of the file, which tell what is TensorFlow's own.
      value: tells what a name was in the expression; what is no number is not known.
    """
    if syntax.makes_variable(made):
        return False
    if not isinstance(made, ast.Call) or not _is_of_tensorflow(made.func, names):
        return True
    dtype = _dtype(made)
    if dtype is not None and dtype != tensor.dtype:
        return False
    shape = _shape(made, value)
    own = tensor.shape.as_list()
    return shape is None or (
        len(shape) == len(own)
        and all(said in (None, size) for said, size in zip(shape, own, strict=True))
    )


def _is_of_tensorflow(called: ast.expr, names: Mapping[str, Any]) -> bool:
    root, _, rest = syntax.dotted(called).partition(".")
    module = names.get(root)
    is_module = isinstance(module, ModuleType) and module.__name__.split(".")[0] == "tensorflow"
    return is_module and rest.removeprefix("random.") in _FILLED | _OF_NUMBERS


def _dtype(call: ast.Call) -> tf.DType | None:
    """What is written out, or what there is by default; None where it cannot be told."""
    said = [one.value for one in call.keywords if one.arg in ("dtype", None)]
    name = syntax.last_name(call.func)
    if name in _DTYPE_BEHIND:
        said += call.args[1:2]
    if not said:
        return tf.float32 if name in _FLOAT and len(call.args) == 1 else None
    text = said[0].value if isinstance(said[0], ast.Constant) else syntax.dotted(said[0])
    known = getattr(tf, text.removeprefix("tf."), None) if isinstance(text, str) else None
    return known if isinstance(known, tf.DType) else None


def _shape(call: ast.Call, value: Callable[[ast.expr], Any]) -> list[int | None] | None:
    """The sizes, None for one that cannot be told; None where not even their count can."""
    keywords = {one.arg: one.value for one in call.keywords}
    if any(isinstance(one, ast.Starred) for one in call.args) or None in keywords:
        return None
    if syntax.last_name(call.func) in _OF_NUMBERS:
        numbers = call.args[0] if call.args else keywords.get("value")
        return None if "shape" in keywords or len(call.args) > 2 else _nested(numbers)
    said = call.args[0] if call.args else keywords.get("shape", keywords.get("dims"))
    if not isinstance(said, (ast.Tuple, ast.List)) or any(
        isinstance(one, ast.Starred) for one in said.elts
    ):
        return None
    sizes = [one.value if isinstance(one, ast.Constant) else value(one) for one in said.elts]
    return [size if type(size) is int else None for size in sizes]


def _nested(numbers: ast.expr | None) -> list[int | None] | None:
    """Of numbers that are written out, in lists or alone."""
    if isinstance(numbers, ast.Constant):
        return [] if isinstance(numbers.value, (int, float)) else None
    if isinstance(numbers, ast.UnaryOp):
        return _nested(numbers.operand)
    if not isinstance(numbers, (ast.Tuple, ast.List)) or not numbers.elts:
        return None
    if any(isinstance(one, ast.Starred) for one in numbers.elts):
        return None
    inner = _nested(numbers.elts[0])
    return None if inner is None else [len(numbers.elts), *inner]
