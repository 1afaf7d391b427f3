"""Functions that call a loss to take its gradient: what they do besides is no part of the loss."""

from __future__ import annotations

import ast
import functools
from collections.abc import Callable
from types import CodeType, FunctionType

from tb_gradplugin.capture.sources import frames, source_trees
from tb_gradplugin.diagnosis.text import syntax

_OF_GRADIENTS = frozenset({"gradient", "minimize", "apply_gradients", "jacobian"})


def takes(function: FunctionType, loss_fn: Callable[..., object]) -> bool:
    """Whether a function calls a loss function by its name and asks for a gradient.

    Args:
      function: of the user's.
      loss_fn: a function, or a method, which is called by `self`.
    """
    loss = frames.function_of(loss_fn)
    if loss is None or loss.__code__ is function.__code__:
        return False
    owner, _, name = loss.__qualname__.rpartition(".")
    is_method = bool(owner) and not owner.endswith("<locals>")
    if is_method:
        if function.__qualname__.rpartition(".")[0] != owner:
            return False
    elif function.__globals__.get(name) is not loss_fn:
        return False
    return _asks_of(function.__code__, "self" if is_method else "", name)


@functools.lru_cache(maxsize=1024)
def _asks_of(code: CodeType, owner: str, name: str) -> bool:
    tree = source_trees.of_function(code)
    calls = [one.func for one in ast.walk(tree) if isinstance(one, ast.Call)] if tree else []
    return any(source_trees.is_use(one, owner, name) for one in calls) and any(
        syntax.last_name(one) in _OF_GRADIENTS for one in calls
    )
