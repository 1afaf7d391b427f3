"""Calls that make numbers of what they are given, and no variable or layer."""

from __future__ import annotations

import ast
import builtins
import random
from collections.abc import Mapping
from types import FunctionType, ModuleType
from typing import Any

import numpy as np
from tensorflow.python.framework import dtypes, ops, tensor_shape

from tb_gradplugin.diagnosis.text import syntax

_PLAIN = (ModuleType, str, bytes, bool, int, float, complex, np.ndarray, np.generic, np.dtype)

_OF_FORM = (dtypes.DType, tensor_shape.TensorShape, tensor_shape.Dimension)

_GENERATORS = (np.random.Generator, np.random.RandomState, random.Random)

_WIDTH = 200
"""Entries of one container that are looked at; a longer one is not known."""

_OF_NUMBERS = ("numpy", "builtins", "math", "random")
"""Packages in which nothing holds a variable."""

_OF_TENSORS = (
    "tensorflow.python.ops",
    "tensorflow.python.framework",
    "keras.src.datasets",
    "keras.src.ops",
    "keras.src.random",
)
"""Modules whose functions, but for those that have it in their name, make no variable."""

_READING_UNSEEN = frozenset({*syntax.ALL_NAMES, "getattr", "globals", "__import__", "super"})


def is_plain(value: Any) -> bool:
    """Whether nothing of a value is computed from a variable, or it is not computed at all."""
    if isinstance(value, (tuple, list)):
        return len(value) <= _WIDTH and all(map(is_plain, value))
    return isinstance(value, (*_PLAIN, *_OF_FORM, *_GENERATORS))


def makes_numbers(call: ast.Call, names: Mapping[str, Any]) -> bool:
    """Whether a call makes nothing but numbers, of numbers.

    What a function of the program's own makes has to be read in it, and what a local name is, of
    which a method is called, where that is given its value.

    Args:
      call: of a function.
      names: what is known by a name there, without those that are local.
    """
    called = call.func
    if isinstance(called, ast.Name):
        if called.id not in names:
            return hasattr(builtins, called.id) and called.id not in _READING_UNSEEN
        value = names[called.id]
        return isinstance(value, FunctionType) or _is_of_numbers(value)
    if not isinstance(called, ast.Attribute):
        return False
    root, *path = syntax.dotted(called).split(".")
    if not root or root not in names:
        return root != "self"
    value = names[root]
    if not isinstance(value, ModuleType):
        return is_plain(value) or isinstance(value, ops.EagerTensor)
    for each in path:
        value = getattr(value, each, None)
    return _is_of_numbers(value)


def _is_of_numbers(value: Any) -> bool:
    """Whether a function, or a class, of a package makes no variable."""
    if value is None:
        return False
    owner = getattr(value, "__self__", None)
    module = (
        getattr(value, "__module__", None) or type(value if owner is None else owner).__module__
    )
    if module.partition(".")[0] in _OF_NUMBERS:
        return True
    is_function = callable(value) and not isinstance(value, type)
    name = str(getattr(value, "__name__", "variable"))
    return is_function and module.startswith(_OF_TENSORS) and "variable" not in name
