"""Assignments of one function: several states that a program keeps in variables by one habit."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence

from tb_gradplugin.diagnosis.case import Case
from tb_gradplugin.diagnosis.causes.facts import Facts, lines
from tb_gradplugin.diagnosis.cuts import Cut
from tb_gradplugin.diagnosis.text import later_uses
from tb_gradplugin.schema.findings import Location

Group = tuple[Cut, Facts, int, int]
"""The first cut of a cause, what is known of it, bits of variables, and how many cuts there are."""

_ASSIGNING = ("Assign", "ResourceScatter", "ResourceStrided")
"""Beginnings of the names of ops that write to a variable, and to no table or queue."""


def joined(case: Case, groups: Sequence[Group]) -> list[Group]:
    """One of those whose values go into variables on several lines of one function.

    Where the source is not known, functions cannot be told apart by more than their names, and all
    stay as they are.
    """
    found: dict[tuple, list[Group]] = {}
    for number, group in enumerate(groups):
        found.setdefault(_function(case, group) or (number,), []).append(group)
    return [_joined(case, each) if len(each) > 1 else each[0] for each in found.values()]


def _function(case: Case, group: Group) -> tuple:
    """Where the function begins that an assignment stands in; empty for every other cause."""
    cut, facts = group[:2]
    node = case.program.nodes[cut.node]
    if facts.code != "GN113" or not node.op_type.startswith(_ASSIGNING) or not node.locations:
        return ()
    function = later_uses.function_at(node.locations[0])
    return () if function is None else (node.locations[0].file, function.lineno)


def _joined(case: Case, groups: list[Group]) -> Group:
    nodes = case.program.nodes
    groups.sort(key=lambda group: nodes[group[0].node].locations[0].line)
    bits = times = 0
    assigning: list[Location] = []
    others: list[Location] = []
    reading: list[Location] = []
    for cut, _, own, number in groups:
        assigning += nodes[cut.node].locations[:1]
        reading += nodes[cut.frontier].locations[:1]
        others += nodes[cut.node].locations[1:]
        bits |= own
        times += number * (nodes[cut.node].op_type == nodes[groups[0][0].node].op_type)
    assigned, read = lines(assigning), lines(assigning, reading)
    states = dict.fromkeys(str(facts.evidence.get("state", "")) for _, facts, _, _ in groups)
    cut, facts = groups[0][:2]
    evidence = {"assignments": len(assigned), "reads": len(read) - len(assigned)}
    known = {} if "" in states else {"states": ", ".join(states)}
    facts = dataclasses.replace(
        facts, locations=lines(read, others), evidence={**facts.evidence, **known, **evidence}
    )
    return cut, facts, bits, times
