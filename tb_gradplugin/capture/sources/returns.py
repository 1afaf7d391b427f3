"""The lines on which a function returns."""

from __future__ import annotations

import ast
import dis
import inspect
from collections.abc import Callable
from typing import Any

from tb_gradplugin.capture.sources import frames, source_trees
from tb_gradplugin.diagnosis.text import syntax


def only_line(function: Callable[..., Any]) -> int | None:
    """The line of the only `return` of a function, None where there is another number of them."""
    code = frames.code_of(inspect.unwrap(function))
    if code is None:
        return None
    line, lines = code.co_firstlineno, set()
    for instruction in dis.get_instructions(code):
        starts = instruction.starts_line
        if starts is not None and starts is not False:
            line = getattr(instruction, "line_number", None) or starts
        if instruction.opname.startswith("RETURN_"):
            lines.add(line)
    return lines.pop() if len(lines) == 1 else None


def line_of_none(function: Callable[..., Any]) -> int | None:
    """The line of the `return` that gives a None; None where the text does not tell which."""
    line, code = only_line(function), frames.code_of(inspect.unwrap(function))
    if line is not None or code is None:
        return line
    tree = source_trees.of_function(code)
    giving = {
        each.lineno
        for each in syntax.own_nodes(tree.body if tree is not None else [])
        if isinstance(each, ast.Return)
        and any(isinstance(part, ast.Constant) and part.value is None for part in ast.walk(each))
    }
    return giving.pop() if len(giving) == 1 else None
