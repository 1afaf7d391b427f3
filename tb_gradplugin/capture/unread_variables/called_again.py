"""Calls of a model before the evaluation that read as little of it as the evaluation itself did."""

from __future__ import annotations

import ast
import dataclasses
from collections.abc import Sequence
from typing import Any

from tb_gradplugin.capture.program import reachable
from tb_gradplugin.capture.unread_variables.search import Search
from tb_gradplugin.diagnosis.in_text import Kept
from tb_gradplugin.diagnosis.text import syntax


def without(search: Search, kept: Sequence[Kept | None]) -> list[Kept | None]:
    """For each variable, what was kept, but for what is only taken to be computed from it.

    Where a line that computes it calls a layer, model or module which holds the variable, and of
    which the evaluation has used other variables, it did not read this one either: called once
    more in the evaluation, it does not.

    Args:
      search: for the variables, and for models that hold them.
      kept: of each, what is said to be computed from it.
    """
    return [_without(*each, search) for each in zip(kept, search.variables, strict=True)]


def _without(kept: Kept | None, variable: Any, search: Search) -> Kept | None:
    every = [] if kept is None else [kept, *kept.others]
    left = [one for one in every if not _is_called_again(one, variable, search)]
    return dataclasses.replace(left[0], others=tuple(left[1:])) if left else None


def _is_called_again(kept: Kept, variable: Any, search: Search) -> bool:
    one = reachable.identity(variable)
    called = {
        syntax.last_name(node.func)
        for line in kept.lines
        if (tree := syntax.tree_of(line.file)) is not None
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and syntax.spans(node, line.line)
    }
    return any(
        callable(named.value) and hasattr(type(named.value), "variables")
        for named in search.reach.named
        if named.name in called and one in search.reach.held(named.value)
        if search.touched.handles(named.value)
    )
