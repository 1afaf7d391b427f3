"""The line by which a loss gets the name or the entry under which a function returns it."""

from __future__ import annotations

import ast
from collections.abc import Sequence

from tb_gradplugin.diagnosis.text import later_uses, overwritten, syntax
from tb_gradplugin.schema.findings import Location

_LOSS = "loss"

_HANDING_ON = (ast.Name, ast.Attribute, ast.Subscript, ast.Constant, ast.expr_context)


def found(computed: Location) -> Location | None:
    """The last line of the function that calls a loss so, of those behind the one that computes it.

    Args:
      computed: the line that computes the loss.

    Returns:
      None unless what it hands on there comes from that line and is then returned.
    """
    function = later_uses.function_at(computed)
    at = next(overwritten.statements_at(function, computed.line), None) if function else None
    if function is None or at is None:
        return None
    names = _roots(at[0])
    named: list[ast.stmt] = []
    for statement in overwritten.following(function, computed.line):
        if isinstance(statement, ast.Return):
            returned = [one for one in named if _returns(statement, syntax.targets(one))]
            return _line(computed, returned[-1]) if returned else None
        if syntax.loaded(statement).isdisjoint(names):
            continue
        names |= _roots(statement)
        is_handed = isinstance(statement, ast.Assign) and _hands_on(statement.value)
        if is_handed and any(_LOSS in _called(target) for target in syntax.targets(statement)):
            named.append(statement)
    return None


def _roots(statement: ast.stmt) -> set[str]:
    """Names that a statement puts something into, or under."""
    filled = syntax.filled_by(statement, ("update", "append", "setdefault"))
    roots = {filled} if filled else set()
    for target in syntax.targets(statement):
        for one in target.elts if isinstance(target, (ast.Tuple, ast.List)) else [target]:
            while isinstance(one, (ast.Subscript, ast.Attribute)):
                one = one.value
            roots |= {one.id} if isinstance(one, ast.Name) else set()
    return roots - {"self"}


def _hands_on(value: ast.expr) -> bool:
    """Whether it is a name, an attribute or an entry, and computes nothing."""
    return all(isinstance(one, _HANDING_ON) for one in ast.walk(value))


def _called(target: ast.expr) -> str:
    """The name or the key by which something gets a value, in small letters."""
    if isinstance(target, ast.Subscript):
        return str(getattr(target.slice, "value", "")).lower()
    return syntax.last_name(target).lower()


def _returns(statement: ast.Return, targets: Sequence[ast.expr]) -> bool:
    """Whether a function returns what was given a value, the whole of it or that entry."""
    given = {ast.unparse(one) for one in targets}
    whole = {ast.unparse(one.value) for one in targets if isinstance(one, ast.Subscript)}
    if statement.value is not None and ast.unparse(statement.value) in whole:
        return True
    return any(
        isinstance(one, ast.expr) and ast.unparse(one) in given for one in ast.walk(statement)
    )


def _line(computed: Location, statement: ast.stmt) -> Location:
    return syntax.location(computed.file, statement.lineno, computed.function)
