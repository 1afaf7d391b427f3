"""Tensors of which a program made variables, and which the evaluation used in their place."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from tensorflow.python.framework import ops

from tb_gradplugin.capture.program import assignments, expression_sources, reachable
from tb_gradplugin.capture.sources import frames
from tb_gradplugin.capture.unread_variables.search import Search
from tb_gradplugin.diagnosis.in_text import MadeOf
from tb_gradplugin.diagnosis.text import syntax


def found(search: Search) -> list[tuple[MadeOf, ...]]:
    """For each variable, the tensors that the lines which make it in the loss's file read.

    Returns:
      Nothing for a variable that has no plain name, or got it in one of several lines; none of the
      tensors of which only a shape or a dtype is read.
    """
    return [tuple(_of(variable, search)) for variable in search.variables]


def _of(variable: Any, search: Search) -> Iterator[MadeOf]:
    one, function = reachable.identity(variable), frames.function_of(search.loss_fn)
    tree = syntax.tree_of(function.__code__.co_filename) if function is not None else None
    if one is None or function is None or tree is None:
        return
    names, assigned = function.__globals__, assignments.in_scope(tree)
    for name, value in list(names.items()):
        made = assigned.get(("", name), ())
        if reachable.identity(value) != one or len(made) != 1:
            continue
        line, given = made[0]
        for each in expression_sources.names_behind(given, assigned):
            tensor = names.get(each)
            index = search.known(tensor) if isinstance(tensor, ops.EagerTensor) else None
            if index is None:
                continue
            for place in frames.of_function(function, line, "<module>")[:1]:
                yield MadeOf(index, each, place)
