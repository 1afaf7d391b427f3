"""A layer, or a function, that is called twice, and the loss takes the result of the other call.

A generator's loss that is computed from what the discriminator says of real pictures is of this
kind: what it says of the generated ones is computed too, and the loss leaves it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from tb_gradplugin.diagnosis.case import Case
from tb_gradplugin.diagnosis.program import Node
from tb_gradplugin.schema.findings import Location


class OtherCall(NamedTuple):
    """Two calls that compute with the same variables.

    Attributes:
      line: where the loss takes the result of the one.
      taken: where that is called.
      left: where it is called with what is computed from the variables without gradient.
    """

    line: Location
    taken: Location
    left: Location

    @property
    def said(self) -> dict[str, str]:
        """Where the two calls are, as evidence."""
        return {
            "taken_of": self.taken.place,
            "left_of": self.left.place,
        }


def found(case: Case, bits: int) -> OtherCall | None:
    """The first such pair.

    Args:
      case: an evaluation.
      bits: of variables of which the loss uses nothing.

    Returns:
      None where no two lines of one function call the same, or where no line of it is seen to
      take what the one returned.
    """
    if case.program.loss is None:
        return None
    read = _variables_read(case)
    taken: dict[tuple[str, frozenset[int]], Node] = {}
    left: dict[tuple[str, frozenset[int]], Node] = {}
    for node in case.program.nodes:
        # A variable of the question says of itself whether the loss should depend on it.
        variables = frozenset(read[value] for value in node.inputs if value in read)
        if not variables or any(case.downstream.bits[one] & bits for one in variables):
            continue
        if case.ways.depends[node.index]:
            taken.setdefault((node.op_type, variables), node)
        elif any(case.downstream.bits[value] & bits for value in node.inputs):
            left.setdefault((node.op_type, variables), node)
    for key, node in left.items():
        other = taken.get(key)
        calls = _calls(other.locations, node.locations) if other is not None else None
        if other is None or calls is None:
            continue
        line = _line_that_takes(case, other.locations, calls)
        if line is not None:
            return OtherCall(line, other.locations[calls], node.locations[calls])
    return None


def _variables_read(case: Case) -> dict[int, int]:
    """For each value that is what a variable holds, the variable."""
    values = case.program.values
    return {
        node.outputs[0]: node.inputs[0]
        for node in case.program.nodes
        if node.op_type == "ReadVariableOp" and values[node.inputs[0]].origin == "variable"
    }


def _calls(one: Sequence[Location], other: Sequence[Location]) -> int | None:
    """The place of the only lines that differ, of those that two ops came out through.

    They are two lines of one function.
    """
    if len(one) != len(other):
        return None
    differ = [place for place, pair in enumerate(zip(one, other, strict=True)) if len({*pair}) > 1]
    place = differ[0] if len(differ) == 1 else -1
    same = place >= 0 and (one[place].file, one[place].function) == (
        other[place].file,
        other[place].function,
    )
    return place if same else None


def _line_that_takes(case: Case, called: Sequence[Location], place: int) -> Location | None:
    """The line of a function on the way to the loss that computes with what a call returned."""
    frame = called[place:]
    for node in case.program.nodes:
        own = node.locations[-len(frame) :]
        if not case.ways.depends[node.index] or own == frame or own[1:] != frame[1:]:
            continue
        if len(own) < len(frame) or own[0].function != frame[0].function:
            continue
        makers = filter(None, map(case.node_of, node.inputs))
        if any(maker.locations[-len(frame) :] == frame for maker in makers):
            return own[0]
    return None
