"""Lines that only give what has a name, or is an attribute, another name.

Nothing is computed there; it was where the first of the names got it.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import NamedTuple

from tb_gradplugin.capture.program import name_scopes, reachable
from tb_gradplugin.diagnosis.text import syntax

_STEPS = 4
"""Names, at most, that hand a value on to each other."""


class Given(NamedTuple):
    """What a name or an attribute is given.

    Attributes:
      line: where.
      expression: what it is given there.
      scope: in which the line stands.
    """

    line: int
    expression: ast.expr
    scope: name_scopes.Scope


def is_handed_on(expression: ast.expr) -> bool:
    """Whether it is no more than another name, or an attribute of one."""
    if isinstance(expression, ast.Attribute):
        expression = expression.value
    return isinstance(expression, ast.Name)


def parts(expression: ast.expr, scope: name_scopes.Scope) -> list[ast.expr]:
    """What a tuple, a list, a dict or an object is made of, if names are in it; else nothing."""
    every: list[ast.expr] = []
    if isinstance(expression, (ast.Tuple, ast.List)):
        every = expression.elts
    elif isinstance(expression, ast.Dict):
        every = expression.values
    elif isinstance(expression, ast.Call) and _is_class_of_user(expression.func, scope):
        every = [*expression.args, *(keyword.value for keyword in expression.keywords)]
    return every if any(map(is_handed_on, every)) else []


def _is_class_of_user(called: ast.expr, scope: name_scopes.Scope) -> bool:
    cls = scope.names.get(called.id) if isinstance(called, ast.Name) else None
    return isinstance(cls, type) and (issubclass(cls, tuple) or reachable.is_users_class(cls))


def origin(given: Given, named: reachable.Named) -> Given:
    """Where what is given got its value, itself or under the names that hand it on.

    A name that several lines give a value is not followed, unless all but one of them make a
    variable, which is no tensor: which of them it was cannot be told.

    Args:
      given: to the name, or attribute, of `named`.
      named: tells in which methods an attribute of `self` may get its value.
    """
    for _ in range(_STEPS):
        every = list(_givers(given, named)) if is_handed_on(given.expression) else []
        if len(every) > 1:
            every = [one for one in every if not syntax.makes_variable(one.expression)]
        if len(every) != 1:
            break
        given = every[0]
    return given


def _givers(given: Given, named: reachable.Named) -> Iterator[Given]:
    """All that the name, or attribute, which is handed on is itself given; not what is empty."""
    owner, name = _key(given.expression)
    scopes = [given.scope]
    if owner == "self" and named.owner == "self":
        methods = {id(one): one for one in reachable.methods(named.holder).values()}
        every = (named._replace(function=method) for method in methods.values())
        scopes = [scope for one in every for scope in name_scopes.scopes(one)]
    elif name in arguments(given.scope.tree) and not owner:
        return
    for scope in scopes:
        for line, expression in scope.assigned.get((owner, name), ()):
            if not holds_nothing(expression):
                yield Given(line, expression, scope)


def _key(expression: ast.expr) -> tuple[str, str]:
    if isinstance(expression, ast.Attribute):
        return getattr(expression.value, "id", ""), expression.attr
    return "", getattr(expression, "id", "")


def arguments(tree: ast.AST) -> set[str]:
    """Names of the parameters of a function; none of a file."""
    of_function = getattr(tree, "args", None)
    return syntax.parameters(of_function) if of_function else set()


def holds_nothing(expression: ast.expr) -> bool:
    """Whether it is a constant such as None, or a list or dict with nothing in it yet."""
    return isinstance(expression, ast.Constant) or syntax.makes_empty(expression)
