"""Which ops lie on the way from the loss to a variable whose gradient is there."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping

from tb_gradplugin.diagnosis.carried import carried
from tb_gradplugin.diagnosis.case import Case
from tb_gradplugin.diagnosis.program import Program


@dataclasses.dataclass(frozen=True)
class Way:
    """One op on the way.

    Attributes:
      variables: for each input that depends on variables, their places in `Program.asked`.
      receives: for each output, whether a gradient comes to it.
    """

    variables: Mapping[int, tuple[int, ...]]
    receives: tuple[bool, ...]


def ways_through(program: Program) -> dict[int, Way]:
    """Every op that a gradient comes to and that depends on a variable with a gradient.

    Args:
      program: one evaluation of a loss. Variables of status "null" are left out: why they have
        no gradient is another question.
    """
    if program.loss is None:
        return {}
    case = Case(program)
    places = [place for place, asked in enumerate(program.asked) if asked.status != "null"]
    bits = carried(case.sources(places), case.edges, within=case.ways.depends).bits
    found = {}
    for node in program.nodes:
        receives = tuple(bool(case.ways.receives[value]) for value in node.outputs)
        if not any(receives):
            continue
        variables = {
            slot: tuple(place for place in places if bits[value] >> place & 1)
            for slot, value in enumerate(node.inputs)
            if bits[value]
        }
        if variables:
            found[node.index] = Way(variables, receives)
    return found
