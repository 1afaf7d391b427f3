"""Functions that a program keeps in a dict or a list and calls from there, read from its lines."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import NamedTuple

from tb_gradplugin.diagnosis.text import call_sites, syntax, turns_over
from tb_gradplugin.schema.findings import Location

_DISPLAYS = (ast.Dict, ast.List, ast.Tuple, ast.Call)

_MOST_STEPS = 6
"""From a name to what it was given, and so on."""


class Kept(NamedTuple):
    """One of those that a call may come to.

    Attributes:
      function: the definition, or the lambda.
      name: by which it is kept; what Python calls it, of a lambda.
      line: that puts it there.
    """

    function: syntax.Function | ast.Lambda
    name: str
    line: Location


def found(called: ast.expr, scope: syntax.Function, file: str) -> list[Kept]:
    """The functions of the file that a dict or a list has where a call takes one of it.

    Args:
      called: what is called, such as `losses[name]`, or a name that was given such an entry.
      scope: the function that the call stands in.
      file: of both.

    Returns:
      Nothing where the dict or list, as the program writes it down, is not seen.
    """
    tree = syntax.tree_of(file)
    if tree is None:
        return []
    defined: dict[str, list[syntax.Function]] = {}
    for one in syntax.functions_in(tree):
        defined.setdefault(one.name, []).append(one)
    kept: dict[int, Kept] = {}
    for entry in _entries(called, scope, file, tree):
        line = syntax.location(file, entry.lineno, syntax.called_at(tree, entry.lineno))
        if isinstance(entry, ast.Lambda):
            kept[id(entry)] = Kept(entry, "<lambda>", line)
        elif isinstance(entry, ast.Name) and len(defined.get(entry.id, ())) == 1:
            kept[id(entry)] = Kept(defined[entry.id][0], entry.id, line)
    return list(kept.values())


def _entries(
    called: ast.expr, scope: syntax.Function, file: str, tree: ast.Module
) -> Iterator[ast.expr]:
    """What stands in displays from which a call may take what it calls."""
    if isinstance(called, ast.Subscript):
        yield from _of_container(called.value, called.slice, scope, file, tree)
    elif isinstance(called, ast.Call):
        if isinstance(called.func, ast.Attribute) and called.func.attr == "get" and called.args:
            yield from _of_container(called.func.value, called.args[0], scope, file, tree)
    elif isinstance(called, ast.Name):
        for node in syntax.own_nodes(scope.body):
            for target, value in syntax.assigned(node):
                if syntax.is_name(target, called.id) and not isinstance(value, ast.Name):
                    yield from _entries(value, scope, file, tree)
        for container in turns_over.gone_over(scope, called.id):
            yield from _of_container(container, None, scope, file, tree)


def _of_container(
    container: ast.expr, key: ast.expr | None, scope: ast.AST, file: str, tree: ast.Module
) -> Iterator[ast.expr]:
    wanted = key.value if isinstance(key, ast.Constant) else None
    for display in _behind(container, scope, file, tree):
        if isinstance(display, ast.Dict):
            for each, value in zip(display.keys, display.values, strict=True):
                if wanted is None or getattr(each, "value", wanted) == wanted:
                    yield value
        elif isinstance(display, ast.Call) and syntax.is_name(display.func, "dict"):
            yield from (one.value for one in display.keywords if wanted in (None, one.arg))
        elif isinstance(display, (ast.List, ast.Tuple)):
            yield from (
                one for place, one in enumerate(display.elts) if wanted is None or wanted == place
            )


def _behind(
    given: ast.expr, scope: ast.AST, file: str, tree: ast.Module, steps: int = _MOST_STEPS
) -> Iterator[ast.expr]:
    """The expressions that a name, or an attribute of `self`, stands for in a function or file."""
    if isinstance(given, _DISPLAYS):
        yield given
    elif isinstance(given, ast.BoolOp) and steps:
        for one in given.values:
            yield from _behind(one, scope, file, tree, steps - 1)
    elif isinstance(given, ast.Attribute) and syntax.dotted(given.value) == "self" and steps:
        for method in _methods_beside(scope, tree):
            for _, value in syntax.given_to(method, syntax.dotted(given)):
                yield from _behind(value, method, file, tree, steps - 1)
    elif isinstance(given, ast.Name) and steps:
        own = [value for _, value in syntax.given_to(scope, given.id)]
        arguments = getattr(scope, "args", None)
        for value in own:
            yield from _behind(value, scope, file, tree, steps - 1)
        if isinstance(arguments, ast.arguments) and given.id in syntax.parameters(arguments):
            for call in call_sites.given_for(scope, given.id, file):
                yield from _behind(call.given, call.scope, file, tree, steps - 1)
        elif not own and scope is not tree:
            yield from _behind(given, tree, file, tree, steps - 1)


def _methods_beside(scope: ast.AST, tree: ast.Module) -> list[syntax.Function]:
    """The methods of the class of which a function is one."""
    for node in ast.walk(tree):
        if isinstance(node, ast.ClassDef) and any(one is scope for one in node.body):
            return [one for one in node.body if isinstance(one, syntax.FUNCTIONS)]
    return []
