"""Python conditions under which alone a program uses a variable that it did not touch.

What a Python `if` leaves out leaves no op, so that the lines have to be read.
"""

from __future__ import annotations

import ast
import functools
from collections.abc import Iterator, Sequence
from typing import Any

from tb_gradplugin.capture.program import naming_lines, passed_over, reachable, uncalled
from tb_gradplugin.capture.sources import file_owners, frames, source_trees
from tb_gradplugin.capture.sources.file_owners import Owner
from tb_gradplugin.capture.unread_variables.search import Search
from tb_gradplugin.diagnosis.text import syntax
from tb_gradplugin.schema.findings import Location

CALLED_FROM_OUTSIDE = frozenset({"call", "__call__", "train_step", "test_step", "loss"})
"""Methods that a framework calls, wherever else they are named."""

_ASKING = frozenset({"isinstance", "hasattr", "callable", "len", "id", "type"})
"""Functions that tell of an object, and compute nothing with its variables."""

_DEPTH = 3
"""Methods that call each other, at most, between a use and the condition."""


def conditions(search: Search) -> list[Location | None]:
    """For each variable, the line of the `if`, or loop, that all its uses stand under.

    Returns:
      None for a variable with a use elsewhere, or with none that can be seen. Where it is known
      that what holds the condition did not run, the one that left that out. Uses that the
      evaluation came by count before those in functions that it did not come to.
    """
    reach, touched = search.reach, search.touched
    uses: list[list[reachable.Named]] = [[] for _ in search.variables]
    places: dict[int | None, list[int]] = {}
    for place, variable in enumerate(search.variables):
        places.setdefault(reachable.identity(variable), []).append(place)
    for named in reach.named:
        # A model of the user's own is searched by itself, for its layers.
        if reachable.is_of_user(named.value):
            continue
        for variable in reach.held(named.value) & places.keys():
            for place in places[variable]:
                uses[place].append(named)
    uses = [touched.of_users(_narrowest(reach, each)) for each in uses]
    functions = {id(each.function): each.function for each in reach.named}
    calls = uncalled.Uncalled(reach, search.ran)
    return [_condition(each, list(functions.values()), touched, calls) for each in uses]


def _narrowest(reach: reachable.Reach, uses: Sequence[reachable.Named]) -> list[reachable.Named]:
    """Without a model of which a part, that has a name itself, holds the variable."""
    held = [frozenset(reach.held(use.value)) for use in uses]
    # Each name of an object stands there for each of its methods.
    every = set(held)
    wide = {own for own in every if any(one < own for one in every)}
    return [use for use, own in zip(uses, held, strict=True) if own not in wide]


def _condition(
    uses: Sequence[reachable.Named],
    functions: Sequence[Any],
    touched: passed_over.Touched,
    calls: uncalled.Uncalled,
) -> Location | None:
    known: list[Location] = []
    others: list[Location] = []
    is_elsewhere = False
    for use in uses:
        code = use.function.__code__
        if code.co_name in syntax.BUILDING or file_owners.owner(code.co_filename) is not Owner.USER:
            continue
        tree = source_trees.of_function(code)
        several = isinstance(use.value, (list, tuple))
        if tree is None:
            continue
        is_run = any(
            None in _conditions_in(tree, other.owner, other.name) for other in touched.beside(use)
        )
        for condition in _conditions_in(tree, use.owner, use.name, several, is_run):
            place = next(iter(frames.of_function(use.function, condition)), None)
            if condition is None:
                place = _around_calls(use.function, functions)
            if place is None and calls.has_run(use.function):
                return None
            if place is None:
                is_elsewhere = True
            elif left_out_by := calls.left_out_by(use, place):
                known.append(left_out_by)
            else:
                others.append(place)
    if is_elsewhere:
        # What other steps of the program call tells less than the branch that ran in this one.
        return known[0] if known else None
    every = [*known, *others]
    return next(filter(calls.is_in_run, every), next(iter(every), None))


def _around_calls(method: Any, functions: Sequence[Any], depth: int = _DEPTH) -> Location | None:
    """The line of the `if` that all uses of a method stand under in the class that it is of."""
    owner, _, name = method.__qualname__.rpartition(".")
    if not depth or not owner or owner.endswith("<locals>") or name in CALLED_FROM_OUTSIDE:
        return None
    found: Location | None = None
    for function in functions:
        if function is method or not function.__qualname__.startswith(f"{owner}."):
            continue
        if function.__name__ in syntax.BUILDING:
            continue  # The loss does not come to what an object does as it is made.
        tree = source_trees.of_function(function.__code__)
        for condition in _conditions_in(tree, "self", name) if tree is not None else ():
            if condition is None:
                place = _around_calls(function, functions, depth - 1)
            else:
                place = next(iter(frames.of_function(function, condition)), None)
            if place is None:
                return None
            found = found or place
    return found


@functools.lru_cache(maxsize=4096)
def _conditions_in(
    tree: ast.AST, owner: str, name: str, several: bool = False, is_run: bool = False
) -> tuple[int | None, ...]:
    """As `_conditions_of`, once for all variables and objects that a function is looked at for."""
    return tuple(_conditions_of(tree, owner, name, several, is_run))


def _conditions_of(
    tree: ast.AST, owner: str, name: str, several: bool = False, is_run: bool = False
) -> Iterator[int | None]:
    """For each use in a function, the innermost `if` or loop around it; None without one.

    Of what holds several, only a loop tells what becomes of each: under a condition, the place may
    be that of another. Where the function is known to have run, so has a condition that stands in
    nothing else; what it looks at it does not compute with, as the evaluation did not touch it.
    """
    listed = naming_lines.that_list(tree) | naming_lines.with_stored_items(tree)
    waiting: list[tuple[ast.AST, int | None]] = [(tree, None)]
    while waiting:
        node, around = waiting.pop()
        if source_trees.is_use(node, owner, name):
            if id(node) not in listed:
                yield None if several else around
            continue
        elements = _elements(node, owner, name)
        if elements:
            body = ast.Module(body=node.body, type_ignores=[])  # type: ignore[attr-defined]
            uses = [line for each in elements for line in _conditions_of(body, "", each)]
            yield from (line or around for line in uses or [around])
        for field, child in ast.iter_fields(node):
            if (elements and field == "iter") or (
                field == "test" and ((is_run and around is None) or _only_asks(child, owner, name))
            ):
                continue
            inside = around
            if (
                isinstance(node, (ast.If, ast.IfExp))
                and field != "test"
                and not (around is not None and _is_none(node.test, owner, name))
            ) or (isinstance(node, syntax.LOOPS) and field == "body"):
                inside = node.lineno
            for each in child if isinstance(child, list) else [child]:
                if isinstance(each, ast.AST):
                    waiting.append((each, inside))
                    if isinstance(each, ast.If) and syntax.always_leaves(each) and not each.orelse:
                        # What follows runs only if the condition does not hold.
                        inside = each.lineno


def _only_asks(test: ast.AST, owner: str, name: str) -> bool:
    """Whether a condition looks at what a name means, and computes nothing with it.

    Such as `self.head is not None` or `block.name in kept`.
    """
    return not any(
        source_trees.is_use(each, owner, name)
        for call in ast.walk(test)
        if isinstance(call, (ast.Call, ast.BinOp)) and not _asks(call)
        for each in ast.walk(call)
    ) and not source_trees.is_use(test, owner, name)


def _is_none(test: ast.expr, owner: str, name: str) -> bool:
    """Whether a condition asks whether there is what a name means, and nothing else.

    Of what is there, it tells no more than the condition around it.
    """
    return (
        isinstance(test, ast.Compare)
        and source_trees.is_use(test.left, owner, name)
        and isinstance(test.comparators[0], ast.Constant)
        and test.comparators[0].value is None
    )


def _asks(call: ast.Call | ast.BinOp) -> bool:
    return isinstance(call, ast.Call) and syntax.last_name(call.func) in _ASKING


def _elements(node: ast.AST, owner: str, name: str) -> set[str]:
    """Names that a loop gives to the elements of what it goes through, if that is of the name."""
    if not isinstance(node, (ast.For, ast.AsyncFor)):
        return set()
    through = [node.iter]
    target = node.target
    if isinstance(node.iter, ast.Call) and not source_trees.is_use(node.iter.func, owner, name):
        through = list(node.iter.args)
        called = node.iter.func
        if isinstance(called, ast.Attribute) and called.attr in ("items", "values"):
            through = [called.value]
        if isinstance(target, (ast.Tuple, ast.List)):
            # `enumerate` and `items` put the element behind its number or key.
            through = [ast.Constant(None)] * (len(target.elts) - len(through)) + through
    used = [place for place, one in enumerate(through) if source_trees.is_use(one, owner, name)]
    if not used:
        return set()
    if isinstance(target, (ast.Tuple, ast.List)) and len(target.elts) == len(through):
        target = target.elts[used[0]]
    return {one.id for one in ast.walk(target) if isinstance(one, ast.Name)}
