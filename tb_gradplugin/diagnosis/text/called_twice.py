"""Layers that one method calls twice, where another of their class is made beside them in vain."""

from __future__ import annotations

import ast
import linecache
import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from tb_gradplugin.diagnosis.text import (
    alike_names,
    blame,
    in_its_place,
    left_out,
    reading,
    syntax,
)

_TOLD_OF_SHARING = re.compile(r"\b(shar(e|ed|es|ing)|tied|ties|tying|reus\w*)\b", re.IGNORECASE)
"""Words in the text of a method by which a program says that one part is to be used for several."""

_OF_COPIES = frozenset({"target", "teacher", "ema", "momentum", "old", "frozen", "copy", "best"})
"""Tokens of the names of what a program keeps beside the layer that it trains."""


class _Made(NamedTuple):
    """Where an attribute gets its value: the method, and what that calls."""

    method: int
    maker: str


def found(
    owner: ast.ClassDef,
    name: str,
    read: Sequence[str],
    methods: Sequence[syntax.Function],
    file: str,
    ran: left_out.Ran,
) -> in_its_place.Slip | None:
    """The later of two statements that call one layer, in the place of an unread sibling.

    Args:
      owner: the class.
      name: of the attribute that nothing reads, with `self`.
      read: the attributes of the class that something reads.
      methods: in which such an attribute may be called.
      file: in which they stand.
      ran: the lines that ran on the way to the loss.

    Returns:
      None unless one attribute alone, made in one method by a call of the same, with a name that
      has a token in common, is called by two statements of one block, and by no others, while each
      other sibling is read somewhere. The words of the two may tell that the first is meant.
    """
    made = dict(_made(owner))
    siblings = [one for one in made if one != name and made[one] == made.get(name)]
    siblings = [one for one in siblings if _have_in_common(one, name)]
    if not siblings or not set(siblings) <= set(read):
        return None
    if not _OF_COPIES.isdisjoint(alike_names.tokens(name.rpartition(".")[2])):
        return None
    slips = []
    for one in siblings:
        reads = list(reading.statements(methods, one, file, ran))
        if len(reads) == 2 and _are_two_steps(reads, one, methods, file):
            blamed = blame.later(name, one, reads, file)
            slip = in_its_place.slip_of(name, one, blamed, file)
            slips.append(slip._replace(maker=made[one].maker))
    return slips[0] if len(slips) == 1 else None


def _made(owner: ast.ClassDef) -> Iterator[tuple[str, _Made]]:
    """The attributes to which a class gives what a call makes, once."""
    given: dict[str, list[_Made]] = {}
    for method in (one for one in owner.body if isinstance(one, syntax.FUNCTIONS)):
        for node in syntax.own_nodes(method.body):
            for target, value in syntax.assigned(node):
                maker = syntax.dotted(value.func) if isinstance(value, ast.Call) else ""
                given.setdefault(syntax.dotted(target), []).append(_Made(id(method), maker))
    for name, every in given.items():
        if name.startswith("self.") and len(every) == 1 and every[0].maker:
            yield name, every[0]


def _have_in_common(name: str, other: str) -> bool:
    one, each = (set(alike_names.tokens(name.rpartition(".")[2])) for name in (name, other))
    return not one.isdisjoint(each)


def _are_two_steps(
    reads: Sequence[reading.Read], name: str, methods: Sequence[syntax.Function], file: str
) -> bool:
    """Whether two statements of one block call a layer, and nothing else in the methods reads it.

    A method may say that it calls one for several.
    """
    first, last = reads
    if first.function is not last.function or in_its_place.cannot_be_seen(first.function):
        return False
    if any(map(_TOLD_OF_SHARING.search, _text(first.function, file))):
        return False
    around = syntax.parents(first.function)
    block = syntax.block_of(first.statement, around[id(first.statement)])
    if block is None or last.statement not in block:
        return False
    everywhere = [
        node
        for one in methods
        for node in ast.walk(one)
        if isinstance(node, ast.Attribute) and syntax.dotted(node) == name
    ]
    calls = [around.get(id(read.node)) for read in reads]
    return len(everywhere) == 2 and all(
        isinstance(call, ast.Call) and call.func is read.node
        for call, read in zip(calls, reads, strict=True)
    )


def _text(function: syntax.Function, file: str) -> list[str]:
    """The lines of a function, with its comments, and the one above it."""
    lines = syntax.lines(function)
    return [linecache.getline(file, line) for line in (lines[0] - 1, *lines)]
