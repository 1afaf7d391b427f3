"""Functions that keep a result, and hand out what they have kept in later calls."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from tb_gradplugin.diagnosis.text import later_uses, syntax
from tb_gradplugin.schema.findings import Location


def keeping(made: Location, using: Location) -> Location | None:
    """The line that keeps what a function hands out again in later calls.

    Args:
      made: the line that keeps a result, or that gives it a name under which another line does.
      using: the line that uses it.

    Returns:
      None unless the function asks whether it has kept something, and the line that uses it runs
      without the one that keeps it: a state that is carried from each call to the next is no such
      result.
    """
    function = later_uses.function_at(made)
    if function is None or made.file != using.file or function is not later_uses.function_at(using):
        return None
    own = list(syntax.own_nodes(function.body))
    for name, line in _kept(function, own, made.line):
        asking = [
            node
            for node in own
            if isinstance(node, ast.Try) or (isinstance(node, ast.If) and _asks(node.test, name))
        ]
        if any(_tells_apart(node, line, using.line) for node in asking):
            return syntax.location(made.file, line, function.name)
    return None


def _kept(function: syntax.Function, own: list[ast.AST], made: int) -> Iterator[tuple[str, int]]:
    """Names that outlive a call of a function and keep what a line makes, with their lines."""
    outer = {one for node in own for one in getattr(node, "names", ()) if isinstance(one, str)}
    local = (later_uses.stored(function) | syntax.parameters(function.args)) - outer
    statements = later_uses.simple_statements(own)
    names = {
        name for one in statements if syntax.spans(one, made) for name in later_uses.stored(one)
    }
    for statement in statements:
        for target, value in syntax.assigned(statement):
            kept = target
            while isinstance(kept, ast.Subscript):
                kept = kept.value
            name = syntax.dotted(kept)
            is_local = isinstance(kept, ast.Name) and name in local
            is_it = syntax.spans(statement, made) or getattr(value, "id", "") in names
            if name and is_it and not is_local:
                yield name, statement.lineno


def _asks(test: ast.expr, name: str) -> bool:
    """Whether a condition names what is kept, itself or by the name of its attribute."""
    last = name.rpartition(".")[2]
    return any(
        syntax.dotted(node) == name or (isinstance(node, ast.Constant) and node.value == last)
        for node in ast.walk(test)
    )


def _tells_apart(asking: ast.If | ast.Try, keeping: int, using: int) -> bool:
    """Whether the line that uses runs without the one that keeps, where that was done before."""
    body = asking.body
    if isinstance(asking, ast.Try):
        return _in(body, using) and any(_in(one.body, keeping) for one in asking.handlers)
    rest = asking.orelse
    if _in(body, using):
        is_left = syntax.always_leaves(asking) and not _in(body, keeping)
        return is_left or _in(rest, keeping)
    if _in(rest, using):
        return _in(body, keeping)
    return (_in(body, keeping) or _in(rest, keeping)) and using > keeping


def _in(block: list[ast.stmt], line: int) -> bool:
    return any(syntax.spans(one, line) for one in block)
