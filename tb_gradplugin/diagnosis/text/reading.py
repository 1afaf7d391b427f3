"""Statements that read a name, an attribute, or an entry by a constant key."""

from __future__ import annotations

import ast
import functools
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from tb_gradplugin.diagnosis.text import later_uses, left_out, syntax


class Read(NamedTuple):
    """A statement that reads a name.

    Attributes:
      function: in which it stands.
      statement: itself.
      node: where the name stands in it first.
    """

    function: syntax.Function
    statement: ast.stmt
    node: ast.expr


def written(node: ast.AST) -> str:
    """A name as it stands there, such as `self.rows` or `rows['left']`; empty for all else."""
    key = key_of(node) if isinstance(node, ast.Subscript) else None
    if not isinstance(node, ast.Subscript) or key is None:
        return syntax.dotted(node)
    name = syntax.dotted(node.value)
    return f"{name}[{key.value!r}]" if name else ""


def key_of(entry: ast.Subscript) -> ast.Constant | None:
    """The constant by which an entry is read; None where it is another key."""
    key, is_read = entry.slice, isinstance(entry.ctx, ast.Load)
    return key if is_read and isinstance(key, ast.Constant) else None


def statements(
    functions: Sequence[syntax.Function], name: str, file: str, ran: left_out.Ran
) -> Iterator[Read]:
    """The statements that do something with a name, and ran.

    Args:
      functions: in which they stand.
      name: as `written`.
      file: of the functions.
      ran: see `left_out.ran`.
    """
    for function in functions:
        for read in _by_name(function).get(name, ()):
            if _has_run(function, read.statement, file, ran):
                yield read


# One unread name is compared with all names of its kind: each function is walked through once.
@functools.lru_cache(maxsize=2048)
def _by_name(function: syntax.Function) -> Mapping[str, Sequence[Read]]:
    """The statements of a function that do something with each of the names that it reads."""
    found: dict[str, list[Read]] = {}
    every = later_uses.simple_statements(syntax.own_nodes(function.body))
    around = syntax.parents(function)
    for statement in sorted(every, key=lambda one: one.lineno):
        seen: set[str] = {""}
        for node in ast.walk(statement):
            if not isinstance(node, (ast.Name, ast.Attribute, ast.Subscript)):
                continue
            name = written(node) if isinstance(node.ctx, ast.Load) else ""
            if name in seen or syntax.asked_of(node, around) in syntax.OF_ITS_FORM:
                continue
            seen.add(name)
            found.setdefault(name, []).append(Read(function, statement, node))
    return found


def _has_run(function: syntax.Function, statement: ast.stmt, file: str, ran: left_out.Ran) -> bool:
    if left_out.any_ran(syntax.lines(statement), file, ran):
        return True
    # What gives an object its parts may leave no op, and runs wherever one is made.
    is_plain = isinstance(statement, ast.Assign) and statement in function.body
    return is_plain and function.name in syntax.BUILDING
