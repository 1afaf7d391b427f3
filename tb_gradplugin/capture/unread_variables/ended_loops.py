"""Loops over a list of layers that end before they come to the last of them."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator, Sequence, Set
from typing import Any, NamedTuple

from tb_gradplugin.capture.observing import held_tensors, inner_layers
from tb_gradplugin.capture.program import passed_over, reachable
from tb_gradplugin.capture.sources import file_owners, frames, source_trees
from tb_gradplugin.capture.sources.file_owners import Owner
from tb_gradplugin.capture.unread_variables.search import Search
from tb_gradplugin.diagnosis.in_text import EndedLoop
from tb_gradplugin.diagnosis.text import syntax

_LAYERS = "layers"
"""The attribute of a model of Keras that lists its layers."""

_WITHIN = (ast.With, ast.AsyncWith)
_SIMPLE = (ast.Assign, ast.AnnAssign, ast.AugAssign, ast.Expr)
_FUNCTIONS = (*syntax.DEFINITIONS, ast.Lambda)
_CHOOSING = (ast.IfExp, ast.BoolOp, ast.Lambda)


class Listed(NamedTuple):
    """A list, or the layers of a model, that a function has under a name."""

    named: reachable.Named
    items: Sequence[Any]
    of_model: bool


def found(search: Search) -> list[tuple[EndedLoop, ...]]:
    """For each variable, the loops that end behind elements that were used, and before its own.

    Returns:
      What the lines say; whether a loop ran is not known.
    """
    return by_variable(search.variables, _ends(search))


def by_variable(
    variables: Sequence[Any], ends: Iterable[tuple[EndedLoop, Set[int]]]
) -> list[tuple[EndedLoop, ...]]:
    """For each variable, the loops that end before it, of loops and the identities behind each."""
    every = list(ends)
    return [
        tuple(dict.fromkeys(ended for ended, behind in every if identity in behind))
        for identity in map(reachable.identity, variables)
    ]


def _ends(search: Search) -> Iterator[tuple[EndedLoop, Set[int]]]:
    for one in lists(search.reach):
        tree = source_trees.of_function(one.named.function.__code__)
        for loop, first in _loops_over(tree, one) if tree is not None else ():
            behind = behind_the_last(one.items[first:], search)
            ended = _ended(loop, one) if behind else None
            if ended is not None:
                yield ended, behind


def lists(reach: reachable.Reach) -> Iterator[Listed]:
    """The lists, and models with layers, that functions of the user's have under a name."""
    for named in reach.named:
        if file_owners.owner(named.function.__code__.co_filename) is not Owner.USER:
            continue
        if isinstance(named.value, (list, tuple)):
            yield Listed(named, named.value, of_model=False)
        elif reach.held(named.value) and reachable.identity(named.value) is None:
            layers = inner_layers.listed(named.value)
            if isinstance(layers, (list, tuple)):
                yield Listed(named, layers, of_model=True)


def _loops_over(tree: ast.AST, one: Listed) -> Iterator[tuple[ast.For, int]]:
    """The loops of a function over a list from one of its elements to the last, and its place."""
    for loop in ast.walk(tree):
        if isinstance(loop, ast.For) and not loop.orelse:
            first = first_of(loop.iter, one)
            if first is not None:
                yield loop, first


def first_of(over: ast.expr, one: Listed) -> int | None:
    """The place of the element that something begins with which goes on to the last of a list.

    None where it is not seen to be the list, or the end of it.
    """
    if isinstance(over, ast.Call) and syntax.is_name(over.func, "enumerate") and over.args:
        return first_of(over.args[0], one)
    if isinstance(over, ast.Call) and syntax.is_name(over.func, "range") and len(over.args) == 1:
        inner = over.args[0]
        is_length = isinstance(inner, ast.Call) and syntax.is_name(inner.func, "len")
        return first_of(inner.args[0], one) if is_length and isinstance(inner, ast.Call) else None
    if isinstance(over, ast.Subscript) and isinstance(over.slice, ast.Slice):
        part = over.slice
        place = part.lower.value if isinstance(part.lower, ast.Constant) else None
        if part.upper or part.step or not isinstance(place, int):
            return None
        return place if first_of(over.value, one) == 0 else None
    if one.of_model:
        is_layers = isinstance(over, ast.Attribute) and over.attr == _LAYERS
        over = over.value if isinstance(over, ast.Attribute) and is_layers else ast.Constant(None)
    return 0 if source_trees.is_use(over, one.named.owner, one.named.name) else None


def behind_the_last(items: Sequence[Any], search: Search) -> set[int]:
    """Identities of variables that only elements behind the last one that was used have."""
    met = [place for place, item in enumerate(items) if is_met(item, search.touched)]
    if not met:
        return set()
    until = met[-1] + 1
    before = set().union(*map(search.reach.held, items[:until]))
    return set().union(*map(search.reach.held, items[until:])) - before


def is_met(item: Any, touched: passed_over.Touched) -> bool:
    """Whether the evaluation has met an element, or a part of one that is a list itself."""
    parts = held_tensors.items_of(item)
    if parts is not None:
        return any(is_met(part, touched) for part in parts)
    return touched.is_met(item)


def _ended(loop: ast.For, one: Listed) -> EndedLoop | None:
    """What ends a loop, where one line alone can and each element is used before it."""
    ends = list(leaving(loop.body))
    if len(ends) != 1:
        return None
    around = syntax.parents(loop)
    chain = [ends[0], *syntax.upwards(ends[0], around, loop)]
    condition = next((each for each in chain if isinstance(each, ast.If)), None)
    by = condition or ends[0]
    names = {node.id for node in ast.walk(loop.target) if isinstance(node, ast.Name)}
    if not uses_element(loop.body, chain[-1], names, one):
        return None
    function = one.named.function
    lines = [frames.of_function(function, line) for line in (by.lineno, loop.lineno)]
    if not all(lines):
        return None
    name = f"{one.named.called}.{_LAYERS}" if one.of_model else one.named.called
    return EndedLoop(name, lines[0][0], lines[1][0], condition is None)


def leaving(body: Sequence[ast.AST], is_outer: bool = True) -> Iterator[ast.stmt]:
    """The statements that end a loop; of loops in it, those that return."""
    for node in body:
        if isinstance(node, (ast.Return, ast.Break)) and (
            is_outer or not isinstance(node, ast.Break)
        ):
            yield node
        elif not isinstance(node, _FUNCTIONS):
            inner = is_outer and not isinstance(node, syntax.LOOPS)
            yield from leaving(list(ast.iter_child_nodes(node)), inner)


def uses_element(
    body: Sequence[ast.stmt], leaving: ast.AST | None, names: set[str], one: Listed
) -> bool:
    """Whether a line before a statement of a loop computes with the element in every turn.

    Args:
      body: of the loop.
      leaving: the statement that ends the loop; None where it goes on to its end.
      names: that the loop gives to an element.
      one: the list.
    """
    waiting: list[ast.stmt] = [*body]
    while waiting:
        statement = waiting.pop(0)
        if statement is leaving:
            return False
        if isinstance(statement, _WITHIN):
            waiting[:0] = statement.body
        elif isinstance(statement, _SIMPLE):
            if calls_element(statement, names, one):
                return True
        elif any(isinstance(node, ast.Continue) for node in ast.walk(statement)):
            return False  # In some turns, it may have gone on to the next.
    return False


def calls_element(part: ast.AST, names: set[str], one: Listed) -> bool:
    """Whether what runs in a turn has a call of its element, or gives it to one, in every turn."""
    if isinstance(part, ast.Call) and _is_of_element(part, names, one):
        return True
    inner = [*ast.iter_child_nodes(part)]
    if isinstance(part, _CHOOSING):
        inner = [part.test] if isinstance(part, ast.IfExp) else []
    return any(calls_element(each, names, one) for each in inner)


def _is_of_element(call: ast.Call, names: set[str], one: Listed) -> bool:
    """Whether a call is of an element, or of a part or a method of it, or is given it."""
    return any(
        _is_element(each, names, one)
        for each in (call.func, *call.args, *(keyword.value for keyword in call.keywords))
    )


def _is_element(node: ast.expr, names: set[str], one: Listed) -> bool:
    while isinstance(node, (ast.Attribute, ast.Subscript)):
        if source_trees.is_use(node, one.named.owner, one.named.name):
            return True
        node = node.value
    return isinstance(node, ast.Name) and node.id in {*names, one.named.name}
