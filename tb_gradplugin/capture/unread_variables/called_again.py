"""Calls of a model before the evaluation that read as little of it as the evaluation itself did."""

from __future__ import annotations

import ast
import dataclasses
from collections.abc import Sequence
from typing import Any

from tb_gradplugin.capture.program import reachable
from tb_gradplugin.capture.sources import frames, source_trees
from tb_gradplugin.capture.unread_variables.search import Search
from tb_gradplugin.diagnosis.in_text import Kept
from tb_gradplugin.diagnosis.text import left_out, syntax


def without(search: Search, kept: Sequence[Kept | None]) -> list[Kept | None]:
    """For each variable, what was kept, but for what is only taken to be computed from it.

    Where a line that computes it calls a layer, model or module which holds the variable, and
    which the evaluation has called as well, it did not read this one either: called once more in
    the evaluation, it does not. Other variables of it that the evaluation takes by themselves, as
    a penalty on kernels does, tell nothing of that.

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
        _calls(named, search)
        for named in search.reach.named
        if named.name in called and one in search.reach.held(named.value)
        if callable(named.value) and hasattr(type(named.value), "variables")
    )


def _calls(named: reachable.Named, search: Search) -> bool:
    """Whether the evaluation called a model, as its variables tell or a line with its name."""
    touched = search.touched.handles(named.value)
    if not touched or any(one in search.in_layers for one in touched):
        return bool(touched)
    for method in reachable.own_methods(named.value):
        tree = source_trees.of_function(method.__code__)
        place = next(iter(frames.of_function(method)), None)
        is_call = tree is not None and tree.name in syntax.OF_OBJECTS
        inside = syntax.lines(tree) if tree is not None and is_call else ()
        if place is not None and left_out.any_ran(inside, place.file, search.ran):
            return True
    trees = {file: syntax.tree_of(file) for file, _ in search.ran}
    return any(
        left_out.any_ran(syntax.lines(node), file, search.ran)
        for file, tree in trees.items()
        if tree is not None
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and syntax.last_name(node.func) == named.name
    )
