"""Findings of one mistake that a program makes line after line, and that one change mends."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence

from tb_gradplugin.diagnosis.text import later_uses, overwritten, syntax
from tb_gradplugin.schema.findings import Finding, Location

_OF_A_LINE = frozenset({"GN101", "GN102", "GN103", "GN107", "GN108", "GN110", "GN112"})
"""Codes of which a finding tells what one line does, whatever else the program does."""

_OF_ANY_OP = frozenset({"GN102"})
"""Those of them that say the same of several ops, such as of two comparisons."""

_OF_EACH = frozenset({"left_shape", "times"})
"""Evidence that may be another one on each of the lines, and is left out then."""

_OF_ALL = ("tensor", "also")
"""Evidence that lists names, and is that of all lines together."""


def joined(found: Sequence[Finding], asked: Sequence[str]) -> list[Finding]:
    """The findings, with one for those of one statement, or of several that follow one another.

    Args:
      found: findings of null gradients.
      asked: names of all variables, in the order in which they were asked about.

    Returns:
      Each joined one leads with all their lines, as many as `neighbours` of its
      evidence says, and tells the way of the first.
    """
    result: list[Finding] = []
    for finding in sorted(found, key=_line):
        before = next((one for one in result if _is_next(one, finding)), None)
        if before is None:
            result.append(finding)
        else:
            result[result.index(before)] = _both(before, finding, asked)
    order = {id(finding): place for place, finding in enumerate(found)}
    result.sort(key=lambda finding: order.get(id(finding), len(found)))
    return [_without_other_cuts(finding, result) for finding in result]


def _line(finding: Finding) -> tuple[str, int]:
    return (finding.locations[0].file, finding.locations[0].line) if finding.locations else ("", 0)


def _own(finding: Finding) -> int:
    """How many of the lines of a finding are to blame alike."""
    return int(finding.evidence.get("neighbours", 1))


def _is_next(first: Finding, second: Finding) -> bool:
    """Whether the second says of the next statement what the first says of its last one."""
    if not first.locations or not second.locations or _said(first) != _said(second):
        return False
    line, other = first.locations[_own(first) - 1], second.locations[0]
    calling = first.locations[_own(first) :] == second.locations[1:]
    return calling and _follows(line, other)


def _said(finding: Finding) -> tuple:
    """All that two findings of one mistake have in common."""
    evidence = {**finding.evidence, "neighbours": 1}
    known = tuple(
        sorted((key, str(evidence[key])) for key in evidence.keys() - _OF_EACH - {*_OF_ALL})
    )
    op_type = "" if finding.code in _OF_ANY_OP else finding.op_type
    kind = (finding.code, finding.status, finding.severity, finding.certainty, op_type)
    return (finding.code in _OF_A_LINE or id(finding), kind, known)


def _follows(first: Location, second: Location) -> bool:
    scope = later_uses.function_at(first) or syntax.tree_of(first.file)
    if scope is None or scope is not (
        later_uses.function_at(second) or syntax.tree_of(second.file)
    ):
        return False
    own, behind = next(overwritten.statements_at(scope, first.line), (None, []))
    return any(syntax.spans(one, second.line) for one in (own, *behind[:1]) if one is not None)


def _both(first: Finding, second: Finding, asked: Sequence[str]) -> Finding:
    number = _own(first)
    evidence = dict(first.evidence)
    for key in _OF_EACH & (first.evidence.keys() | second.evidence.keys()):
        if first.evidence.get(key) != second.evidence.get(key):
            evidence.pop(key, None)
    for key in _OF_ALL:
        listed = [str(one.evidence[key]) for one in (first, second) if key in one.evidence]
        if key == "also" and second.op_type != first.op_type:
            listed.append(second.op_type)
        names = dict.fromkeys(", ".join(listed).split(", ")) if listed else {}
        if names:
            evidence[key] = ", ".join(names)
    variables = {*first.variables, *second.variables}
    return dataclasses.replace(
        first,
        variables=tuple(name for name in dict.fromkeys(asked) if name in variables),
        locations=(*first.locations[:number], *second.locations[:1], *first.locations[number:]),
        layer=first.layer if first.layer == second.layer else None,
        evidence={**evidence, "neighbours": number + 1},
    )


def _without_other_cuts(finding: Finding, found: Sequence[Finding]) -> Finding:
    """A joined finding, which says of no other cuts where those are its own."""
    variables = {name for one in found if one is not finding for name in one.variables}
    if _own(finding) == 1 or not variables.isdisjoint(finding.variables):
        return finding
    evidence = {key: value for key, value in finding.evidence.items() if key != "other_cuts"}
    return dataclasses.replace(finding, evidence=evidence)
