"""What calls give for the parameters of functions, read from the lines of the user's program."""

from __future__ import annotations

import ast
import functools
from collections.abc import Iterator
from typing import NamedTuple

from tb_gradplugin.diagnosis.text import syntax


class Argument(NamedTuple):
    """What one call gives for one parameter.

    Attributes:
      given: the expression.
      scope: the function, or the file, that the call stands in.
    """

    given: ast.expr
    scope: ast.AST


class _Call(NamedTuple):
    arguments: list[ast.expr]
    keywords: list[ast.keyword]
    scope: ast.AST


def given_for(function: ast.AST, name: str, file: str, calling: str = "") -> Iterator[Argument]:
    """What calls in a file give for a parameter, directly or through `functools.partial`.

    Args:
      function: a definition; of anything else there are no calls.
      name: of the parameter.
      file: where the definition stands.
      calling: where the calls stand, if that is another file.
    """
    tree, other = syntax.tree_of(file), syntax.tree_of(calling or file)
    if tree is None or other is None or not isinstance(function, syntax.FUNCTIONS):
        return
    calls, _ = _calls(other)
    _, classes = _calls(tree)
    parameters = syntax.positional(function.args)
    if name not in parameters and name not in [one.arg for one in function.args.kwonlyargs]:
        return
    owner = classes.get(function)
    is_static = any(getattr(one, "id", "") == "staticmethod" for one in function.decorator_list)
    if owner is not None and not is_static:
        parameters = parameters[1:]
    called = owner if owner is not None and function.name == "__init__" else function.name
    for call in calls.get(called, ()):
        for parameter, given in zip(parameters, call.arguments, strict=False):
            if isinstance(given, ast.Starred):
                # Which of them it becomes cannot be told; it goes to all that follow.
                if name in parameters[parameters.index(parameter) :]:
                    yield Argument(given.value, call.scope)
                break
            if parameter == name:
                yield Argument(given, call.scope)
        for keyword in call.keywords:
            if keyword.arg == name:
                yield Argument(keyword.value, call.scope)


@functools.lru_cache(maxsize=64)
def _calls(tree: ast.Module) -> tuple[dict[str, list[_Call]], dict[ast.AST, str]]:
    """The calls of a file by what is called, and the classes of its methods."""
    calls: dict[str, list[_Call]] = {}
    classes: dict[ast.AST, str] = {}
    waiting: list[tuple[ast.AST, ast.AST]] = [(tree, tree)]
    while waiting:
        node, scope = waiting.pop()
        if isinstance(node, ast.ClassDef):
            classes |= {one: node.name for one in node.body if isinstance(one, syntax.FUNCTIONS)}
        elif isinstance(node, ast.Call):
            function, arguments = node.func, node.args
            if syntax.last_name(function) == "partial" and arguments:
                function, arguments = arguments[0], arguments[1:]
            calls.setdefault(syntax.last_name(function), []).append(
                _Call(arguments, node.keywords, scope)
            )
        inside = node if isinstance(node, syntax.FUNCTIONS) else scope
        waiting += [(each, inside) for each in ast.iter_child_nodes(node)]
    return calls, classes
