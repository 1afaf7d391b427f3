"""Lists of variables, made by a test on their names that holds for some of them by accident."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator, Sequence
from types import FunctionType
from typing import Any, NamedTuple

from tb_gradplugin.capture.observing import python_names
from tb_gradplugin.capture.program import reachable, renaming_lines
from tb_gradplugin.capture.sources import file_owners, frames, source_trees
from tb_gradplugin.capture.sources.file_owners import Owner
from tb_gradplugin.diagnosis.in_text import NameFilter
from tb_gradplugin.diagnosis.text import syntax

_NAMES = ("name", "path")
_COMPREHENSIONS = (ast.ListComp, ast.GeneratorExp, ast.SetComp)
_COPYING = ("list", "tuple", "set")

_MOST_STEPS = 4
"""Names that are looked behind, one after the other."""


class _Test(NamedTuple):
    """A test of what is in a name.

    Attributes:
      part: what has to be in it.
      attribute: of the variable, which has the name.
      compare: the test itself.
    """

    part: str
    attribute: str
    compare: ast.Compare


def found(
    loss_fn: Callable[..., Any], variables: Sequence[Any], is_used: Sequence[bool]
) -> NameFilter | None:
    """The line that makes the list of all variables, where its test took the unused by accident.

    Args:
      loss_fn: takes nothing and returns the loss.
      variables: all that are asked about.
      is_used: of each, whether the evaluation touched it.

    Returns:
      None unless what is tested begins a word in the names of all that are used, and of none else.
    """
    function = frames.function_of(loss_fn)
    if function is None or all(is_used) or not any(is_used):
        return None
    if file_owners.owner(function.__code__.co_filename) is not Owner.USER:
        return None
    for name, scope in _names_of_it(function, [reachable.identity(one) for one in variables]):
        for test in _tests(name, scope, function.__globals__, _MOST_STEPS):
            texts = [str(getattr(one, test.attribute, "")) for one in variables]
            if any(test.part not in text for text in texts):
                continue
            begins = [_begins_word(text, test.part) for text in texts]
            places = frames.of_function(function, test.compare.lineno, source_trees.name_of(scope))
            if begins == [*is_used] and places:
                accident = texts[begins.index(False)].partition(":")[0]
                return NameFilter(places[0], ast.unparse(test.compare), test.part, accident)
    return None


def _names_of_it(
    function: FunctionType, wanted: Sequence[int | None]
) -> Iterator[tuple[str, ast.AST]]:
    """The names that mean a list of all that is asked about, with the file or function of each."""
    around = source_trees.around_function(function.__code__)
    closed = dict(python_names.names_in_reach(function))
    for name, value in (*closed.items(), *list(function.__globals__.items())):
        if not isinstance(value, (list, tuple)) or len(value) != len(wanted):
            continue
        if [reachable.identity(one) for one in value] == [*wanted] and None not in wanted:
            for scope in around:
                if any(True for _ in syntax.given_to(scope, name)):
                    yield name, scope
                    break


def _tests(name: str, scope: ast.AST, known: dict[str, Any], steps: int) -> Iterator[_Test]:
    """The tests on the names of variables by which alone something comes into a list."""
    given = [value for _, value in syntax.given_to(scope, name)]
    if len(given) != 1 or not steps:
        return
    value = given[0]
    while isinstance(value, ast.Call) and len(value.args) == 1 and not value.keywords:
        if getattr(value.func, "id", "") not in _COPYING:
            break
        value = value.args[0]
    if isinstance(value, ast.Name):
        yield from _tests(value.id, scope, known, steps - 1)
    elif isinstance(value, _COMPREHENSIONS):
        last = value.generators[-1]
        if isinstance(last.target, ast.Name) and syntax.is_name(value.elt, last.target.id):
            for test in last.ifs:
                yield from _of_test(test, last.target.id, known)
    elif isinstance(value, ast.Call) and syntax.is_name(value.func, "filter"):
        if len(value.args) == 2 and isinstance(value.args[0], ast.Lambda):
            arguments = syntax.positional(value.args[0].args)
            if len(arguments) == 1:
                yield from _of_test(value.args[0].body, arguments[0], known)
    elif renaming_lines.holds_nothing(value):
        yield from _of_loops(name, scope, known)


def _of_loops(name: str, scope: ast.AST, known: dict[str, Any]) -> Iterator[_Test]:
    """The tests under which alone a loop puts each thing that it goes over into a list."""
    nodes = list(syntax.own_nodes(ast.iter_child_nodes(scope)))
    puts = [node for node in nodes if syntax.filled_by(node, ("append", "extend")) == name]
    for loop in nodes:
        if not isinstance(loop, ast.For) or not isinstance(loop.target, ast.Name):
            continue
        for node in loop.body:
            if isinstance(node, ast.If) and puts == [one for one in node.body if one in puts]:
                call = getattr(puts[0], "value", None) if len(puts) == 1 else None
                if isinstance(call, ast.Call) and syntax.is_name(call.args[0], loop.target.id):
                    yield from _of_test(node.test, loop.target.id, known)


def _of_test(test: ast.expr, variable: str, known: dict[str, Any]) -> Iterator[_Test]:
    if isinstance(test, ast.BoolOp) and isinstance(test.op, ast.And):
        for each in test.values:
            yield from _of_test(each, variable, known)
    if not isinstance(test, ast.Compare) or not isinstance(test.ops[0], ast.In):
        return
    of = test.comparators[0]
    part = test.left.value if isinstance(test.left, ast.Constant) else None
    if isinstance(test.left, ast.Name):
        part = known.get(test.left.id)
    if (
        len(test.ops) == 1
        and isinstance(part, str)
        and part
        and isinstance(of, ast.Attribute)
        and of.attr in _NAMES
        and syntax.is_name(of.value, variable)
    ):
        yield _Test(part, of.attr, test)


def _begins_word(text: str, part: str) -> bool:
    """Whether a part of a name stands at the beginning of one of its words."""
    places = [place for place in range(len(text)) if text.startswith(part, place)]
    return any(not place or _is_between(text[place - 1], text[place]) for place in places)


def _is_between(before: str, first: str) -> bool:
    """Whether a word ends before a character, or begins with it: "_", a capital, a number."""
    if not before.isalnum() or not first.isalnum():
        return True
    return before.isdigit() != first.isdigit() or (before.islower() and first.isupper())
