"""The line on which a function returns."""

from __future__ import annotations

import dis
import inspect
from collections.abc import Callable
from typing import Any


def only_line(function: Callable[..., Any]) -> int | None:
    """The line of the only `return` of a function, None where there is another number of them."""
    function = inspect.unwrap(function)
    code = getattr(getattr(function, "__func__", function), "__code__", None)
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
