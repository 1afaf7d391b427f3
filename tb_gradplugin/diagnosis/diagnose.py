"""From one evaluation of a loss to the findings: why each missing gradient is missing."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterable

from tb_gradplugin.diagnosis import cut_findings, neighbours, whole_program
from tb_gradplugin.diagnosis.case import Case
from tb_gradplugin.diagnosis.causes import inner_tape_none, second_order_dropped, table
from tb_gradplugin.diagnosis.causes.facts import Claim, Facts, lines
from tb_gradplugin.diagnosis.cut_findings import finding_of
from tb_gradplugin.diagnosis.program import Node, Program
from tb_gradplugin.schema.findings import Finding, worst_first

_MOST_LINES = 6
"""Lines of variables that one finding gives, at most."""


def null_findings(program: Program, untaken: Program | None = None) -> list[Finding]:
    """Explains every missing gradient, and what is dropped in silence of those that are there.

    Args:
      program: one evaluation of the loss.
      untaken: the same loss with the branches and loops that did not run, where it could be had.

    Returns:
      One finding per cause, worst first. Every variable whose status is "null" is in one at
      least; without such a variable, and with nothing dropped, there is none.
    """
    case = Case(program, untaken)
    names = [asked.name for asked in program.asked]
    found = neighbours.joined(_of_null(case), names) if case.null else []
    found += _dropped(case)
    return worst_first(found)


def _of_null(case: Case) -> list[Finding]:
    whole = whole_program.claim(case)
    if whole is not None:
        return [finding_of(case, whole)]
    found, left = _of_variables(case, case.null)
    if case.program.loss is None:
        return found + _claimed(case, left, table.OF_NO_LOSS)
    unregistered = whole_program.unregistered(case)
    if unregistered is not None:
        # It takes all down: what else is wrong with a variable shows once it passes.
        found.append(unregistered)
        case = whole_program.as_if_registered(case)
        left = [place for place in left if place in set(case.null)]
    behind = left
    cut, left = cut_findings.of_cuts(case, left)
    beside = _claimed(case, [place for place in behind if place not in left], table.BESIDE_CUTS)
    found += [_with_other_cuts(finding, beside) for finding in cut] + beside
    values = {place: case.program.asked[place].value for place in left}
    reached = [p for p, value in values.items() if value is not None and case.ways.receives[value]]
    unreached = [place for place in left if place not in set(reached)]
    found += _claimed(case, reached, table.OF_REACHED)
    inside, unreached = cut_findings.of_insides(case, unreached)
    return found + inside + _claimed(case, unreached, (inner_tape_none.claims, *table.OF_UNREACHED))


def _with_other_cuts(finding: Finding, beside: list[Finding]) -> Finding:
    """A cut, with what is known of it where not all ways pass through it."""
    named = {name for other in beside for name in other.variables}
    if named.isdisjoint(finding.variables):
        return finding
    return dataclasses.replace(finding, evidence={**finding.evidence, "other_cuts": "yes"})


def _of_variables(case: Case, places: list[int]) -> tuple[list[Finding], list[int]]:
    """What the variables themselves explain, one finding per code, and who is left.

    Those that lines make so are apart from those that others make so later, and from those that
    are so by a default.
    """
    groups: dict[tuple, tuple[list[Facts], list[int]]] = {}
    left = []
    for place in places:
        asked = case.program.asked[place]
        facts = next((f for ask in table.OF_VARIABLE if (f := ask(case, asked))), None)
        if facts is None:
            left.append(place)
        else:
            is_later = facts.evidence.get("first_line") == "switched off"
            by_default = tuple(map(facts.evidence.get, ("default_of", "argument")))
            every, group = groups.setdefault((facts.code, is_later, by_default), ([], []))
            every.append(facts)
            group.append(place)
    claims = [Claim(_of_all(every), tuple(group)) for every, group in groups.values()]
    return [finding_of(case, claim) for claim in claims], left


def _of_all(every: list[Facts]) -> Facts:
    """What is said of the first, with the line that tells most of each."""
    known = [facts.locations for facts in every if facts.locations]
    where = lines(*(one[:1] for one in known), *(one[1:] for one in known))
    return dataclasses.replace(
        every[0], locations=where[:_MOST_LINES] if known else every[0].locations
    )


def _claimed(
    case: Case, places: list[int], causes: Iterable[Callable[[Case, list[int]], list[Claim]]]
) -> list[Finding]:
    found = []
    for cause in causes:
        claims = cause(case, places) if places else []
        for claim in claims:
            found.append(finding_of(case, claim))
            places = [place for place in places if place not in claim.places]
    return found


def _dropped(case: Case) -> list[Finding]:
    groups: dict[tuple, tuple[Node, int]] = {}
    for node, bits in second_order_dropped.dropped_beside(case):
        key = (node.op_type, node.locations[:1])
        groups[key] = (node, groups.get(key, (node, 0))[1] | bits)
    found = []
    for node, bits in groups.values():
        places = tuple(i for i in range(len(case.program.asked)) if bits >> i & 1)
        facts = second_order_dropped.of_gradient(case, node)
        evidence = {"part": "second order", **facts.evidence}
        facts = dataclasses.replace(facts, evidence=evidence)
        finding = finding_of(case, Claim(facts, places, node))
        found.append(dataclasses.replace(finding, status="ok", severity="warning"))
    return found
