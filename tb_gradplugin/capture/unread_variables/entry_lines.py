"""The line of a program that puts something into a list or dict, in whatever function."""

from __future__ import annotations

import ast
import sys
from collections.abc import Collection, Iterator, Sequence
from typing import Any, NamedTuple

from tb_gradplugin.capture.program import assignments, renaming_lines
from tb_gradplugin.capture.sources import file_owners, source_trees
from tb_gradplugin.capture.sources.file_owners import Owner
from tb_gradplugin.diagnosis.text import syntax

Given = Sequence[tuple[int, ast.expr]]
"""Lines and expressions."""


class Filled(NamedTuple):
    """A line that gives an entry its value.

    Attributes:
      function: one of the user's, a `FunctionType`, in the same file.
      scope: the function, or the file, that the line stands in.
      line: its number.
      value: what the entry is given.
      written: what the list or dict is called, such as "self.pictures".
    """

    function: Any
    scope: ast.AST
    line: int
    value: ast.expr
    written: str


def fitting(given: Given, scope: ast.AST, name: str, key: Any) -> Given:
    """Of what a scope gives to a list or dict, what may be the entry under a key.

    Args:
      given: what it gives to the whole, or puts into it.
      scope: a function, or a file.
      name: the name or attribute of the list or dict.
      key: of the entry.
    """
    others = set(_of_other_keys(scope, name, key))
    return [
        (line, value)
        for line, value in given
        if line not in others and not renaming_lines.holds_nothing(value)
    ]


def appended(given: Given, scope: ast.AST, key: Any, count: int) -> Given:
    """The line that appends an element, where each of a list is appended by a line of its own."""
    straight = {node.lineno for node in getattr(scope, "body", ())}
    is_each = isinstance(key, int) and len(given) == count > 1
    if is_each and all(line in straight for line, _ in given):
        return given[key : key + 1]
    return given


def only(found: Sequence[Filled]) -> Filled | None:
    """The one of several that ran: all others stand in functions that no line names."""
    if len(found) > 1:
        named = set(_named({source_trees.name_of(one.scope) for one in found}))
        found = [one for one in found if _may_run(one.scope, named)]
    lines = {(one.function.__code__.co_filename, one.line): one for one in found}
    return next(iter(lines.values())) if len(lines) == 1 else None


def behind(one: Filled) -> Filled:
    """Where an entry is given a plain name, the line that gives this its value, if it is one."""
    if isinstance(one.value, ast.Name):
        given = assignments.in_scope(one.scope).get(("", one.value.id), ())
        if len(given) == 1 and given[0][0] <= one.line:
            return one._replace(line=given[0][0], value=given[0][1])
    return one


def taken_of(one: Filled) -> tuple[str, str] | None:
    """The name, or the attribute of a name, of which an expression takes a part by an index.

    Returns:
      None for every other expression.
    """
    value = one.value
    if not isinstance(value, ast.Subscript):
        return None
    while isinstance(value, ast.Subscript):
        value = value.value
    base = behind(one._replace(value=value)).value
    if isinstance(base, ast.Attribute) and isinstance(base.value, ast.Name):
        return base.value.id, base.attr
    return ("", base.id) if isinstance(base, ast.Name) else None


def is_own(scope: ast.AST, name: str) -> bool:
    """Whether a function, and not what it is defined in, gives a name its value."""
    return isinstance(scope, syntax.FUNCTIONS) and (
        name in syntax.parameters(scope.args) or ("", name) in assignments.in_scope(scope)
    )


def _of_other_keys(scope: ast.AST, name: str, key: Any) -> Iterator[int]:
    """Lines that put something into a list or dict under a key that is written out, and another."""
    for node in syntax.own_nodes(ast.iter_child_nodes(scope)):
        keys = [
            target.slice
            for target in syntax.targets(node)
            if isinstance(target, ast.Subscript) and syntax.last_name(target.value) == name
        ]
        called = node.func if isinstance(node, ast.Call) else None
        is_of_it = isinstance(called, ast.Attribute) and syntax.last_name(called.value) == name
        if isinstance(node, ast.Call) and is_of_it and syntax.last_name(node.func) == "setdefault":
            keys += node.args[:1]
        for each in keys:
            if isinstance(each, ast.Constant) and each.value != key:
                yield getattr(node, "lineno", each.lineno)


def _may_run(scope: ast.AST, named: Collection[str]) -> bool:
    called = source_trees.name_of(scope)
    is_special = called.startswith("__") and called.endswith("__")
    return isinstance(scope, ast.Module) or is_special or called in named


def _named(names: Collection[str]) -> Iterator[str]:
    """Those of some names that a line of the program's files reads, or has as a text."""
    files = {getattr(module, "__file__", None) for module in list(sys.modules.values())}
    for file in files:
        if not isinstance(file, str) or file_owners.owner(file) is not Owner.USER:
            continue
        tree = syntax.tree_of(file)
        for node in ast.walk(tree) if tree is not None else ():
            if isinstance(node, (ast.Name, ast.Attribute)):
                word: Any = syntax.last_name(node)
            else:
                word = getattr(node, "value", None) if isinstance(node, ast.Constant) else None
            if isinstance(word, str) and word in names:
                yield word
