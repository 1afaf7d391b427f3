"""Lines of a gradient function that give `None`, where its last line returns a name or nothing."""

from __future__ import annotations

import ast
import linecache
import re
from collections.abc import Iterator, Sequence

from tb_gradplugin.diagnosis.text import later_uses, syntax
from tb_gradplugin.schema.findings import Location

IS_A_STOP = "a gradient function that returns None and nothing else is a way to stop the gradient"
"""Why what `is_for_everything` finds may be meant."""

_UNFINISHED = re.compile(r"\b(?:todo|fixme|xxx)\b|not (?:yet )?implemented", re.IGNORECASE)
"""What a program says of a line that is to be written yet."""


def is_for_everything(returning: Location) -> bool:
    """Whether a gradient function does nothing but return `None` for all that it is asked about.

    Who forgets one of several gradients returns the others, and who loses them has computed some.

    Args:
      returning: a line that returns the gradients.
    """
    tree, own = syntax.tree_of(returning.file), later_uses.function_at(returning)
    every = [] if tree is None else [one for one in ast.walk(tree) if isinstance(one, ast.Lambda)]
    lambdas = [one.body for one in every if syntax.spans(one, returning.line)]
    if lambdas or own is None:
        return bool(lambdas) and all(map(_is_nothing, lambdas))
    written = (linecache.getline(returning.file, number) for number in syntax.lines(own))
    if any(map(_UNFINISHED.search, written)):
        return False
    statements = later_uses.simple_statements(syntax.own_nodes(own.body))
    done = [one for one in statements if not _is_idle(one)]
    given = [one.value for one in done if isinstance(one, ast.Return) and one.value is not None]
    return len(given) == len(done) > 0 and all(map(_is_nothing, given))


def _is_idle(statement: ast.stmt) -> bool:
    """Whether it is a text, or does away with an argument."""
    is_text = isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant)
    return is_text or isinstance(statement, (ast.Pass, ast.Delete))


def _is_nothing(value: ast.expr) -> bool:
    """Whether it is `None`, or holds nothing else."""
    if isinstance(value, (ast.Tuple, ast.List)):
        return bool(value.elts) and all(map(_is_nothing, value.elts))
    if isinstance(value, ast.ListComp):
        return _is_nothing(value.elt)
    if isinstance(value, ast.BinOp) and isinstance(value.op, ast.Mult):
        return _is_nothing(value.left) and not isinstance(value.left, ast.Constant)
    return isinstance(value, ast.Constant) and value.value is None


def line(returning: Location) -> Location | None:
    """The only line of a function on which it puts `None` into something, or gives it a name.

    Args:
      returning: the line that returns the gradients.

    Returns:
      None where that line has the `None` itself, and where there is no such line or are several.
      What does not come to that line, such as an argument of another function, is no gradient.
    """
    function = later_uses.function_at(returning)
    if function is None:
        return None
    giving = {}
    statements = later_uses.simple_statements(syntax.own_nodes(function.body))
    returned = _returned(statements, returning.line)
    for statement in statements:
        if not isinstance(statement, ast.Return) and returned.isdisjoint(_given(statement)):
            continue
        for value in _values(statement):
            if any(isinstance(one, ast.Constant) and one.value is None for one in _parts(value)):
                giving[statement.lineno] = statement
    if len(giving) != 1:
        return None
    (only,) = giving.values()
    is_it = isinstance(only, ast.Return)
    return None if is_it else syntax.location(returning.file, only.lineno, returning.function)


def _returned(statements: Sequence[ast.stmt], line: int) -> set[str]:
    """Names that a line reads, and those of what statements hand on to these."""
    own = (one for one in statements if syntax.spans(one, line))
    found, seen = set[str]().union(*map(syntax.loaded, own)), -1
    while len(found) > seen:
        seen = len(found)
        for one in statements:
            if not found.isdisjoint(_given(one)):
                parts = (part for value in _values(one) for part in _parts(value))
                found |= {part.id for part in parts if isinstance(part, ast.Name)}
    return found


def _given(statement: ast.stmt) -> set[str]:
    """Names that a statement gives a value, or in which it puts one."""
    call = statement.value if isinstance(statement, ast.Expr) else None
    func = call.func if isinstance(call, ast.Call) else None
    filled = [func.value] if isinstance(func, ast.Attribute) else []
    every = (node for one in (*syntax.targets(statement), *filled) for node in ast.walk(one))
    return {node.id for node in every if isinstance(node, ast.Name)}


def _values(statement: ast.stmt) -> Iterator[ast.expr]:
    """What a statement returns, gives a name, or hands to a call such as `append`."""
    if isinstance(statement, (ast.Return, ast.Assign, ast.AnnAssign)) and statement.value:
        yield statement.value
    elif isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Call):
        yield from statement.value.args


def _parts(value: ast.expr) -> Iterator[ast.expr]:
    """An expression, or the elements and alternatives that it is made of."""
    yield value
    if isinstance(value, (ast.Tuple, ast.List)):
        inner = value.elts
    elif isinstance(value, ast.IfExp):
        inner = [value.body, value.orelse]
    elif isinstance(value, (ast.ListComp, ast.GeneratorExp)):
        inner = [value.elt]
    elif isinstance(value, ast.BinOp):
        inner = [value.left, value.right]
    else:
        inner = []
    for one in inner:
        yield from _parts(one)
