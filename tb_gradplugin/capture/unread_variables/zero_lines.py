"""The line of a program by which a variable is zero everywhere."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator, Sequence
from types import FunctionType
from typing import Any

from tb_gradplugin.capture.observing import live_variables
from tb_gradplugin.capture.program import reachable
from tb_gradplugin.capture.sources import file_owners, frames
from tb_gradplugin.capture.sources.file_owners import Owner
from tb_gradplugin.capture.unread_variables import making_lines, source_uses
from tb_gradplugin.diagnosis.text import syntax
from tb_gradplugin.schema.findings import Location

_INITIALIZER = "_initializer"

_FILLING = frozenset({"Variable", "constant", "Constant", "fill", "full", "full_like"})
"""Functions that make something of one number, or of numbers that are written out."""


def found(
    reach: reachable.Reach, loss_fn: Callable[..., Any], variables: Sequence[Any]
) -> list[Location | None]:
    """For each variable, the line that makes it or assigns to it, and says that it is of zeros.

    Args:
      reach: where names are looked for.
      loss_fn: takes nothing and returns the loss.
      variables: all of whose elements are zero.

    Returns:
      None for a variable of which no such line can be seen.
    """
    made = making_lines.made(reach, loss_fn, variables)
    holders = list(source_uses.every_holder(reach, loss_fn))
    functions = _one_of_each_file(reach, loss_fn)
    lines: list[Location | None] = []
    for variable, line in zip(variables, made, strict=True):
        if line is not None and _says_zeros(line, live_variables.name(variable)):
            lines.append(line)
            continue
        one = reachable.identity(variable)
        own = source_uses.narrowest(holders, one)
        names = {each.name for each in own if reachable.identity(each.value) == one}
        assigned = (at for each in functions for at in _assignments(each, names))
        lines.append(next(assigned, None))
    return lines


def _one_of_each_file(reach: reachable.Reach, loss_fn: Callable[..., Any]) -> list[FunctionType]:
    own = frames.function_of(loss_fn)
    every = [*([own] if own is not None else []), *(one.function for one in reach.named)]
    files = {each.__code__.co_filename: each for each in every[::-1]}
    return [each for file, each in files.items() if file_owners.owner(file) is Owner.USER]


def _says_zeros(line: Location, variable: str) -> bool:
    """Whether the statement of a line makes a variable of that name of zeros."""
    tree = syntax.tree_of(line.file)
    called = variable.rpartition("/")[2]
    calls = [
        node
        for node in (ast.walk(tree) if tree is not None else ())
        if isinstance(node, (ast.Assign, ast.AnnAssign, ast.Call)) and node.lineno == line.line
    ]
    for call in calls:
        keywords = {
            keyword.arg: keyword.value
            for node in ast.walk(call)
            if isinstance(node, ast.Call)
            for keyword in node.keywords
        }
        own = keywords.get(called + _INITIALIZER)
        if own is not None:
            return _is_of_zeros(own)
        # What a layer begins with otherwise is told by name, such as `bias_initializer`.
        if any((name or "").endswith(_INITIALIZER) for name in keywords):
            return False
        if _is_of_zeros(keywords.get("initializer", call)):
            return True
    return False


def _is_of_zeros(given: ast.AST) -> bool:
    """Whether an expression speaks of zeros, or fills something with a number that is zero."""
    if _is_zero(given):
        return True
    for node in ast.walk(given):
        word = node.value if isinstance(node, ast.Constant) else None
        if isinstance(node, (ast.Name, ast.Attribute)):
            word = syntax.last_name(node)
        if isinstance(word, str) and word.lower().startswith("zeros"):
            return True
        if isinstance(node, ast.Call) and syntax.last_name(node.func) in _FILLING:
            arguments = [*node.args, *(each.value for each in node.keywords)]
            if any(map(_is_zero, arguments)):
                return True
    return False


def _is_zero(given: ast.AST) -> bool:
    """Whether it is the number zero as it stands in a program, or a list of nothing else."""
    if isinstance(given, (ast.List, ast.Tuple)):
        return bool(given.elts) and all(map(_is_zero, given.elts))
    return isinstance(given, ast.Constant) and given.value == 0 and given.value is not False


def _assignments(function: FunctionType, names: set[str]) -> Iterator[Location]:
    """Lines of a file that assign zeros to a variable of one of the names, or of an attribute."""
    tree = syntax.tree_of(function.__code__.co_filename)
    if tree is None:
        return
    for node in ast.walk(tree):
        if (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Attribute)
            and node.func.attr == "assign"
            and _is_named(node.func.value, names)
            and any(map(_is_of_zeros, node.args))
        ):
            called = syntax.called_at(tree, node.lineno)
            yield from frames.of_function(function, node.lineno, called)[:1]


def _is_named(target: ast.expr, names: set[str]) -> bool:
    """Whether a plain name, or an attribute of whatever object, is among the names."""
    if isinstance(target, ast.Attribute):
        return f"self.{target.attr}" in names
    return isinstance(target, ast.Name) and target.id in names
