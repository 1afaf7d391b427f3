"""Lines that give a name what other lines call by it, read from the program itself."""

from __future__ import annotations

import ast
import linecache
from collections.abc import Iterator, Sequence

from tb_gradplugin.diagnosis import later_uses
from tb_gradplugin.schema.findings import Location


def line_that_makes(used: Location) -> Location | None:
    """The line of the same function that makes what a line calls; None where it has none."""
    function = later_uses.function_at(used)
    if function is None:
        return None
    called = _called_in(function, used.line)
    made = [line for name, line in _made_in(function) if name in called and line <= used.line]
    return _location(used, max(made), function.name) if made else None


def line_that_replaces(used: Sequence[Location]) -> Location | None:
    """The line that makes anew what lines call by a name or an attribute.

    Args:
      used: lines, innermost first.

    Returns:
      The last of several that make it, such as one that reads a model back; None where no name
      that the lines call is given by two calls.
    """
    for line in used:
        file = later_uses.tree_of(line.file)
        function = later_uses.function_at(line)
        if file is None:
            continue
        called = _called_in(function or file, line.line)
        own = {name for name, _ in _made_in(function)} if function is not None else set()
        made: dict[str, list[int]] = {}
        for name, number in _made_in(file):
            # Of a plain name, only what stands outside of functions is the same one.
            at = later_uses.function_at(Location(line.file, number, "", ""))
            if name in called and name not in own and ("." in name or at is None):
                made.setdefault(name, []).append(number)
        several = [max(lines) for lines in made.values() if len(lines) > 1]
        if several:
            return _location(line, several[0], "")
    return None


def _location(like: Location, line: int, function: str) -> Location:
    at = later_uses.function_at(Location(like.file, line, "", ""))
    named = function or (at.name if at is not None else "<module>")
    return Location(like.file, line, named, linecache.getline(like.file, line).strip())


def _called_in(scope: ast.AST, line: int) -> set[str]:
    """Names and attributes that a line calls."""
    return {
        ast.unparse(node.func)
        for node in ast.walk(scope)
        if isinstance(node, ast.Call)
        and node.lineno <= line <= (node.end_lineno or node.lineno)
        and isinstance(node.func, (ast.Name, ast.Attribute))
    }


def _made_in(scope: ast.AST) -> Iterator[tuple[str, int]]:
    """Names and attributes that are given the result of a call, and the lines."""
    for node in ast.walk(scope):
        if isinstance(node, (ast.Assign, ast.AnnAssign)) and isinstance(node.value, ast.Call):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            for target in targets:
                if isinstance(target, (ast.Name, ast.Attribute)):
                    yield ast.unparse(target), node.lineno
