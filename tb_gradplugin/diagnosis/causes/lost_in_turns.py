"""Results that one statement of a loop loses, as it gives their name another value each turn."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from typing import NamedTuple

from tb_gradplugin.diagnosis.program import Node
from tb_gradplugin.diagnosis.text import handed_on, overwritten_in_turns
from tb_gradplugin.schema.findings import Location


class Turn(NamedTuple):
    """What a turn of a loop lost.

    Attributes:
      name: that the result had.
      made: the line that gave it the result.
      line: the one that gives it its next value; that may be the same line.
    """

    name: str
    made: Location
    line: Location


@dataclasses.dataclass(frozen=True)
class Group:
    """Variables whose ways end for one cause.

    Attributes:
      bits: the variables.
      last: the op to tell of, in which a way ends.
      nodes: the ops in which the ways end.
      turn: how its result was lost, if a turn of a loop lost it.
      others: further lines whose results the same statement gives another value in place of.
    """

    bits: int
    last: Node
    nodes: Sequence[Node]
    turn: Turn | None = None
    others: tuple[Location, ...] = ()


def joined(ends: Sequence[tuple[int, Node, Sequence[Node]]], taken: Sequence[Node]) -> list[Group]:
    """The groups of variables, those as one whose results the same statement of a loop loses.

    Args:
      ends: variables as bits, no two of them with one in common, the op to
        tell of, and all ops in which they end.
      taken: the ops that the loss depends on.
    """
    groups: list[list[Group]] = []
    of_line: dict[tuple[str, int, str], list[Group]] = {}
    for bits, last, nodes in ends:
        turn = _of_op(last, taken)
        same = [] if turn is None else of_line.setdefault(_key(turn), [])
        if not same:
            groups.append(same)
        same.append(Group(bits, last, nodes, turn))
    return [_one(group) for group in groups]


def _key(turn: Turn) -> tuple[str, int, str]:
    return (turn.line.file, turn.line.line, turn.name)


def _one(groups: Sequence[Group]) -> Group:
    # What was computed further tells more than what the overwriting line itself makes.
    told = max(groups, key=lambda one: (_is_carried(one.turn), one.last.index))
    bits = 0
    others: dict[int, Location] = {}
    for group in groups:
        bits |= group.bits
        if group.turn is not None and told.turn is not None and group.turn.made != told.turn.made:
            others.setdefault(group.turn.made.line, group.turn.made)
    nodes = [node for group in groups for node in group.nodes]
    return dataclasses.replace(told, bits=bits, nodes=nodes, others=tuple(others.values()))


def _is_carried(turn: Turn | None) -> bool:
    return turn is not None and turn.made != turn.line


def _of_op(last: Node, taken: Sequence[Node]) -> Turn | None:
    """How a turn of a loop lost the result of an op that no op uses.

    Returns:
      None unless the loss takes one of the two lines of a later turn, as it takes them of the
      last.
    """
    for made in last.locations:
        found = overwritten_in_turns.by_next_turn(made)
        if found is not None:
            name, line = found
            later = [node.locations for node in taken if node.index > last.index]
            is_repeated = any(made in each or line in each for each in later)
            return Turn(name, made, line) if is_repeated else None
        if not handed_on.to_caller(made):
            return None
    return None
