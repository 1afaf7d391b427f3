"""Arguments of the program's own by whose default a variable is made untrainable."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import NamedTuple

from tb_gradplugin.diagnosis.text import later_uses, syntax
from tb_gradplugin.schema.findings import Location

_KEYWORD = "trainable"


class Default(NamedTuple):
    """Such an argument.

    Attributes:
      name: of the argument.
      line: which has its default.
      called: the class or function that takes it.
      calls: lines that call this, and leave the default as it is.
    """

    name: str
    line: Location
    called: str
    calls: tuple[Location, ...]


def found(made: Location) -> Default | None:
    """The argument that a line which makes a variable, or its layer, hands on as `trainable`.

    Args:
      made: the line.

    Returns:
      None where the default of the argument is not `False`, where no call of the file leaves it as
      it is, and where one gives anything but a plain `True`: that is to blame then.
    """
    tree = syntax.tree_of(made.file)
    function, owner = later_uses.function_at(made), later_uses.class_at(made)
    if tree is None or function is None:
        return None
    handed_on = {ast.unparse(value) for value in _told_in(function, made.line)}
    if len(handed_on) != 1:
        return None
    (wanted,) = handed_on
    is_own = wanted.startswith("self.") and owner is not None
    inits = [one for one in owner.body if _is_init(one)] if owner is not None else []
    taking = inits[0] if is_own and inits else function
    if not isinstance(taking, syntax.FUNCTIONS):
        return None
    name = _argument_behind(taking, wanted) if is_own else wanted
    default = _default_of(taking, name)
    if not isinstance(default, ast.Constant) or default.value is not False:
        return None
    if not is_own and name in later_uses.stored(taking):
        return None  # Who calls it has no say in what is handed on.
    is_class = owner is not None and _is_init(taking)
    called = owner.name if is_class and owner is not None else taking.name
    calls = _calls_without(tree, taking, called, name, owner is not None)
    if not calls:
        return None
    return Default(
        name,
        syntax.location(made.file, default.lineno, taking.name),
        called,
        tuple(syntax.location(made.file, at, syntax.called_at(tree, at)) for at in calls),
    )


def _is_init(node: ast.AST) -> bool:
    return isinstance(node, ast.FunctionDef) and node.name == "__init__"


def _told_in(function: syntax.Function, line: int) -> Iterator[ast.expr]:
    """What the statement of a line hands on as `trainable`."""
    statements = later_uses.simple_statements(syntax.own_nodes(function.body))
    for statement in statements:
        if syntax.spans(statement, line):
            for call in ast.walk(statement):
                yield from _given_as(call, _KEYWORD)


def _given_as(call: ast.AST, keyword: str) -> Iterator[ast.expr]:
    if isinstance(call, ast.Call):
        yield from (one.value for one in call.keywords if one.arg == keyword)


def _argument_behind(init: syntax.Function, attribute: str) -> str:
    """The argument that `__init__` keeps as an attribute, or gives its parent class as such."""
    kept = [value for _, value in syntax.given_to(init, attribute)]
    if not kept and attribute == f"self.{_KEYWORD}":
        own = (call for call in ast.walk(init) if _is_of_parent(call))
        kept = [value for call in own for value in _given_as(call, _KEYWORD)]
    return kept[0].id if len(kept) == 1 and isinstance(kept[0], ast.Name) else ""


def _is_of_parent(call: ast.AST) -> bool:
    """Whether it is `super().__init__(...)`, or the same of a class by its name."""
    return isinstance(call, ast.Call) and syntax.last_name(call.func) == "__init__"


def _default_of(function: syntax.Function, name: str) -> ast.expr | None:
    arguments = function.args
    by_place = [one.arg for one in (*arguments.posonlyargs, *arguments.args)]
    with_default = by_place[len(by_place) - len(arguments.defaults) :]
    every = dict(zip(with_default, arguments.defaults, strict=True))
    by_name = zip(arguments.kwonlyargs, arguments.kw_defaults, strict=True)
    return {**every, **{one.arg: value for one, value in by_name if value}}.get(name)


def _calls_without(
    tree: ast.Module, taking: syntax.Function, called: str, name: str, is_method: bool
) -> list[int]:
    """Lines of the calls that leave an argument to its default; none where another gives False."""
    places = syntax.positional(taking.args)[is_method:]
    place = places.index(name) if name in places else len(places)
    left = []
    for call in ast.walk(tree):
        if not isinstance(call, ast.Call) or syntax.last_name(call.func) != called:
            continue
        if any(isinstance(one, ast.Starred) for one in call.args):
            return []
        if any(one.arg is None for one in call.keywords):
            return []
        given = [*_given_as(call, name), *(call.args[place : place + 1] if name in places else ())]
        if not given:
            left.append(call.lineno)
        elif getattr(given[0], "value", None) is not True:
            return []
    return sorted(left)
