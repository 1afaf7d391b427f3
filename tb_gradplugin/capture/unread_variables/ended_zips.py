"""Loops over a list of layers and something shorter, which `zip` ends before the last layer."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence, Set
from typing import Any, NamedTuple

from tb_gradplugin.capture.program import reachable
from tb_gradplugin.capture.sources import frames, source_trees
from tb_gradplugin.capture.unread_variables import ended_loops
from tb_gradplugin.capture.unread_variables.ended_loops import Listed
from tb_gradplugin.capture.unread_variables.search import Search
from tb_gradplugin.diagnosis.in_text import EndedLoop
from tb_gradplugin.diagnosis.text import looped_over, syntax, zipped

_ENDLESS = frozenset({"count", "cycle", "repeat"})
"""Functions of `itertools` that make what `zip` never comes to the end of."""

_COUNTED = (list, tuple, dict, range)


class _Zip(NamedTuple):
    """A loop over a call of `zip` that is given a list, from one of its elements on.

    Attributes:
      loop: which ends with the call alone, and computes with an element in every turn.
      call: of `zip`.
      first: the place of the element that it begins with.
      others: what else the call is given.
    """

    loop: looped_over.Loop
    call: ast.Call
    first: int
    others: list[ast.expr]


def found(search: Search) -> list[tuple[EndedLoop, ...]]:
    """For each variable, the loops that `zip` ends behind elements that were used.

    Returns:
      What the lines say; whether a loop ran is not known.
    """
    return ended_loops.by_variable(search.variables, _ends(search))


def _ends(search: Search) -> Iterator[tuple[EndedLoop, Set[int]]]:
    for one in ended_loops.lists(search.reach):
        tree = source_trees.of_function(one.named.function.__code__)
        for each in _zips(tree, one) if tree is not None else ():
            items = one.items[each.first :]
            until = _used(items, search)
            if not until or not _may_end(each, until, len(items), search.reach, one):
                continue
            behind = ended_loops.behind_the_last(items, search)
            ended = _ended(each, one) if behind else None
            if ended is not None:
                yield ended, behind


def _zips(tree: ast.AST, one: Listed) -> Iterator[_Zip]:
    for loop in ast.walk(tree):
        if not isinstance(loop, looped_over.LOOPS):
            continue
        over, target = _over(loop)
        # What `enumerate` goes over stands behind the number.
        while isinstance(over, ast.Call) and syntax.is_name(over.func, "enumerate"):
            if not over.args or not isinstance(target, ast.Tuple) or len(target.elts) != 2:
                break
            over, target = over.args[0], target.elts[1]
        call = next((each for each in zipped.calls(over) if each is over), None)
        if call is None or len(call.args) < 2 or not isinstance(target, ast.Tuple):
            continue
        firsts = [ended_loops.first_of(each, one) for each in call.args]
        places = [place for place, first in enumerate(firsts) if first is not None]
        if len(places) != 1 or len(target.elts) != len(call.args) or _is_left(loop):
            continue
        own = ast.walk(target.elts[places[0]])
        names = {node.id for node in own if isinstance(node, ast.Name)}
        if _uses(loop, names, one):
            others = [each for each in call.args if each is not call.args[places[0]]]
            yield _Zip(loop, call, firsts[places[0]] or 0, others)


def _over(loop: looped_over.Loop) -> tuple[ast.expr, ast.expr]:
    """What a loop goes over, and what it gives a value in each turn."""
    inner = loop if isinstance(loop, ast.For) else loop.generators[0]
    return inner.iter, inner.target


def _is_left(loop: looped_over.Loop) -> bool:
    """Whether something else than what it goes over may end a loop, or leave out a turn."""
    if isinstance(loop, ast.For):
        return bool(loop.orelse) or any(True for _ in ended_loops.leaving(loop.body))
    return len(loop.generators) > 1 or bool(loop.generators[0].ifs)


def _uses(loop: looped_over.Loop, names: set[str], one: Listed) -> bool:
    if isinstance(loop, ast.For):
        return ended_loops.uses_element(loop.body, None, names, one)
    return any(ended_loops.calls_element(each, names, one) for each in looped_over.repeated(loop))


def _used(items: Sequence[Any], search: Search) -> int:
    """How many elements come before the first that was not used; 0 where later ones were."""
    reach, touched = search.reach, search.touched
    fit = [ended_loops.is_met(item, touched) or not reach.held(item) for item in items]
    until = fit.index(False) if False in fit else 0
    later = any(ended_loops.is_met(item, touched) for item in items[until:])
    return 0 if later else until


def _may_end(each: _Zip, until: int, count: int, reach: reachable.Reach, one: Listed) -> bool:
    """Whether something that `zip` is given may end behind a number of elements."""
    lengths = [_length(other, reach, one) for other in each.others]
    known = [length for length in lengths if length is not None]
    if None in lengths:
        return until <= min(known, default=count)
    return until == min(known) < count


def _length(given: ast.expr, reach: reachable.Reach, one: Listed) -> float | None:
    """How many elements something has that `zip` is given; None where that is not known."""
    given = zipped.without_count(given)
    if isinstance(given, (ast.List, ast.Tuple)):
        return (
            None if any(isinstance(each, ast.Starred) for each in given.elts) else len(given.elts)
        )
    if isinstance(given, ast.Call) and syntax.last_name(given.func) in _ENDLESS:
        return float("inf")
    for named in reach.named:
        if named.function is not one.named.function or not isinstance(named.value, _COUNTED):
            continue
        if source_trees.is_use(given, named.owner, named.name):
            return len(named.value)
    return None


def _ended(each: _Zip, one: Listed) -> EndedLoop | None:
    function = one.named.function
    lines = (each.call.lineno, each.loop.lineno)
    places = [list(frames.of_function(function, line)) for line in lines]
    if not all(places):
        return None
    name = f"{one.named.called}.layers" if one.of_model else one.named.called
    # Of several, it is not known which is the shortest.
    shortest = ast.unparse(each.others[0]) if len(each.others) == 1 else ""
    return EndedLoop(name, places[0][0], places[1][0], False, is_zip=True, shortest=shortest)
