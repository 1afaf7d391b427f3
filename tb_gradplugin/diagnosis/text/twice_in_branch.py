"""Branches that call one attribute twice, where another branch calls its sibling as well."""

from __future__ import annotations

import ast
import re
from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from tb_gradplugin.diagnosis.text import alike_names, later_uses, left_out, syntax
from tb_gradplugin.schema.findings import Location


class Twice(NamedTuple):
    """What a branch most likely should have called.

    Attributes:
      unread: the attribute that the branch does not call, with its owner.
      name: the one that it calls twice instead.
      line: of the call that should be of the other.
      first: the line of the other call of the same.
      use: the line of the other branch that calls what is unread.
    """

    unread: str
    name: str
    line: Location
    first: Location
    use: Location


def found(condition: Location, ran: left_out.Ran) -> Twice | None:
    """The wrong name in the branch of an `if` that ran.

    Args:
      condition: the line of the `if`, in another branch of which alone something is used.
      ran: lines that are known to have run, see `left_out.ran`.

    Returns:
      None unless both branches call the same attributes equally often but for one pair of names
      that are alike, made beside one another by the same call: the branch that ran calls one of
      them twice, the other branch each once. Branches that differ in these names alone are meant
      to differ so, as where a flag tells that both are one, and so are those whose condition says
      that parts are shared.
    """
    function = later_uses.function_at(condition)
    owner = later_uses.class_at(condition)
    if function is None or owner is None or alike_names.SHARING.search(condition.source):
        return None
    for taken, other in _branches(function, condition, ran):
        here, there = _called(taken), _called(other)
        counts, others = Counter(map(_name, here)), Counter(map(_name, there))
        # All that the one has more of than the other is one call of each.
        more, less = counts - others, others - counts
        if list(more.values()) != [1] or list(less.values()) != [1]:
            continue
        name, unread = next(iter(more)), next(iter(less))
        calls = [one for one in here if _name(one) == name]
        is_pair = (counts[name], counts[unread], others[unread]) == (2, 0, 1)
        # Of branches that have nothing else in common, more than a name may be meant to differ.
        is_pair = is_pair and len(counts) > 1
        if not is_pair or not _are_alike(name, unread) or _differ_so_alone(taken, other):
            continue
        if not _made_alike(owner, name, unread):
            continue
        twin = next(one for one in there if _name(one) == name)
        use = next(one for one in there if _name(one) == unread)
        wrong, right = calls[::-1] if there.index(use) > there.index(twin) else calls
        lines = [
            syntax.location(condition.file, one.lineno, condition.function)
            for one in (wrong, right, use)
        ]
        return Twice(unread, name, *lines)
    return None


def _branches(
    function: syntax.Function, condition: Location, ran: left_out.Ran
) -> list[tuple[Sequence[ast.stmt], Sequence[ast.stmt]]]:
    """The branch of an `if` that ran, and the other, if one alone is known to have run."""
    nodes = list(syntax.own_nodes(function.body))
    choices = [one for one in nodes if isinstance(one, ast.If) and one.lineno == condition.line]
    found = []
    for choice in choices:
        other = choice.orelse or _behind(choice, function)
        both = (choice.body, other)
        if not other:
            continue
        seen = [left_out.block_ran(block, condition.file, ran) for block in both]
        if seen[0] != seen[1]:
            found.append((both[seen[1]], both[seen[0]]))
    return found


def _behind(choice: ast.If, function: syntax.Function) -> Sequence[ast.stmt]:
    """What runs in place of a branch that always leaves the function."""
    outer = syntax.parents(function)[id(choice)]
    block = syntax.block_of(choice, outer)
    if not block or not syntax.always_leaves(choice):
        return ()
    return block[block.index(choice) + 1 :]


def _called(block: Sequence[ast.stmt]) -> list[ast.Call]:
    """The calls of attributes in a block, in the order in which the lines have them."""
    calls = [
        node
        for node in syntax.own_nodes(block)
        if isinstance(node, ast.Call) and syntax.dotted(node.func).startswith("self.")
    ]
    return sorted(calls, key=lambda one: (one.lineno, one.col_offset))


def _name(call: ast.Call) -> str:
    return syntax.dotted(call.func)


def _are_alike(name: str, other: str) -> bool:
    """Whether attributes of one owner have a word in common, and differ in one number or word."""
    one, each = name.rpartition("."), other.rpartition(".")
    return one[0] == each[0] and alike_names.difference(one[2], each[2]) is not None


def _differ_so_alone(taken: Sequence[ast.stmt], other: Sequence[ast.stmt]) -> bool:
    """Whether two branches do the same, but for the names of attributes."""
    shapes = [
        [re.sub(r"attr='\w+'", "", ast.dump(statement)) for statement in block]
        for block in (taken, other)
    ]
    return shapes[0] == shapes[1]


def _made_alike(owner: ast.ClassDef, name: str, other: str) -> bool:
    """Whether a class gives two attributes their values in one block, by the same call."""
    made: dict[str, list[tuple[int, str]]] = {name: [], other: []}
    around = syntax.parents(owner)
    for node in ast.walk(owner):
        for target, value in syntax.assigned(node):
            if (attribute := syntax.dotted(target)) in made:
                shape = re.sub(r"Constant\(value='[^']*'\)", "", ast.dump(value))
                is_call = isinstance(value, ast.Call)
                made[attribute].append((id(around[id(node)]) if is_call else 0, shape))
    return made[name] == made[other] and len(made[name]) == 1 and made[name][0][0] != 0
