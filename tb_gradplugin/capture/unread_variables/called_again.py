"""Calls of a model before the evaluation that read as little of it as the evaluation itself did."""

from __future__ import annotations

import ast
import dataclasses
from typing import Any

from tb_gradplugin.capture.program import passed_over, reachable
from tb_gradplugin.diagnosis.in_text import Kept
from tb_gradplugin.diagnosis.text import syntax


def without(
    kept: Kept | None, variable: Any, reach: reachable.Reach, touched: passed_over.Touched
) -> Kept | None:
    """What was kept, but for what is only taken to be computed from a variable of its model.

    Where a line that computes it calls a layer, model or module which holds the variable, and of
    which the evaluation has used other variables, it did not read this one either: called once
    more in the evaluation, it does not.

    Args:
      kept: what is said to be computed from it.
      variable: which the evaluation did not touch.
      reach: where models are looked for.
      touched: what it did touch.
    """
    every = [] if kept is None else [kept, *kept.others]
    left = [one for one in every if not _is_called_again(one, variable, reach, touched)]
    return dataclasses.replace(left[0], others=tuple(left[1:])) if left else None


def _is_called_again(
    kept: Kept, variable: Any, reach: reachable.Reach, touched: passed_over.Touched
) -> bool:
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
        for named in reach.named
        if named.name in called and one in reach.held(named.value)
        if touched.handles(named.value)
    )
