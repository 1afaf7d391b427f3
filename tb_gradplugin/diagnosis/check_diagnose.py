"""GC301 to GC306: what comparing gradients with finite differences says of the variables."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence

from tb_gradplugin.diagnosis import paths
from tb_gradplugin.diagnosis.captured_tensors import Captured, captured, said
from tb_gradplugin.diagnosis.carried import carried
from tb_gradplugin.diagnosis.case import Case
from tb_gradplugin.diagnosis.causes import custom_gradient_none
from tb_gradplugin.diagnosis.causes.facts import definition, lines
from tb_gradplugin.diagnosis.checked import Checked, Checks
from tb_gradplugin.diagnosis.flow_causes import impossible_alignment
from tb_gradplugin.diagnosis.on_the_way import Way, ways_through
from tb_gradplugin.diagnosis.program import Node, Program
from tb_gradplugin.diagnosis.text import none_given
from tb_gradplugin.schema.findings import Finding, Location, Step, worst_first

WRONG = "wrong"
"""The status of a variable whose gradient disagrees with the forward function."""

_CUSTOM = "CustomGradient"
_CODES = {
    "wrong": "GC301",
    "ignores-upstream": "GC302",
    "none": "GC303",
    "zeros": "GC303",
    "surrogate": "GC305",
    "unmeasured": "GC306",
}
_BUILT_IN = {"wrong": "GC304", "unmeasured": "GC306"}
_NOTES = ("GC305", "GC306")
_MEANT = {
    "straight-through": "a straight-through estimator gives a function without slope a gradient",
    "reversal": "a function that hands its argument on and reverses the gradient is gradient "
    "reversal",
    "scaling": "a function that hands its argument on and scales the gradient is made for that",
    "upstream": "the derivative is left as it is, and the gradient that comes to it is clipped, "
    "masked or normalised",
}
_UNSAID = frozenset({"not finite"})
"""Reasons why nothing could be measured that other findings tell of."""

_OF_ONE = (
    *("factor", "ratio", "wrong_elements", "elements", "where"),
    *("least_ratio", "most_ratio"),
)
"""Facts that are told where they are those of the only input, or the same for all."""


def check_findings(checks: Checks) -> list[Finding]:
    """One finding per function or line whose gradients are not what the forward function says.

    Args:
      checks: the comparisons. Gradients that are right give no finding.

    Returns:
      Worst first. Errors and warnings are GC301 to GC304; GC305 and GC306 are notes.
    """
    if not checks.results:
        return []
    case, ways = Case(checks.program), ways_through(checks.program)
    groups: dict[tuple[str, ...], list[Checked]] = {}
    for result in checks.results:
        node = checks.program.nodes[result.node]
        code = _code(node, result)
        if code is not None:
            groups.setdefault((code, *_cause(node, result, code)), []).append(result)
    found = [_finding(case, ways, key[0], group) for key, group in groups.items()]
    return worst_first(found + _of_captured(case, ways))


def with_wrong(statuses: Mapping[str, str], findings: Sequence[Finding]) -> dict[str, str]:
    """The statuses once wrong gradients are known: "wrong" stands between "vanishing" and "ok"."""
    wrong = {name for finding in findings if finding.status == WRONG for name in finding.variables}
    return {
        name: WRONG if status == "ok" and name in wrong else status
        for name, status in statuses.items()
    }


def _code(node: Node, result: Checked) -> str | None:
    if node.op_type != _CUSTOM:
        return _BUILT_IN.get(result.outcome)
    code = _CODES.get(result.outcome)
    if code == "GC301" and impossible_alignment.is_alignment(node) and not _is_of_the_user(node):
        # TensorFlow's own is right, unless there is no alignment whose slope it could give.
        return "GH229"
    if code == "GC306" and result.facts.get("reason") in _UNSAID:
        return None
    # What a framework does on purpose is nothing to act on.
    return None if code in _NOTES and not _is_of_the_user(node) else code


def _is_of_the_user(node: Node) -> bool:
    return bool(definition(str(node.detail.get("definition", "")), ""))


def _cause(node: Node, result: Checked, code: str) -> tuple[str, ...]:
    if node.op_type == _CUSTOM:
        reason = str(result.facts.get("reason", result.facts.get("surrogate", "")))
        beside = result.facts.get("by_position") or result.facts.get("beside", "")
        kind = reason if code in _NOTES else str(beside)
        return str(node.detail.get("function")), str(node.detail.get("definition")), kind
    if code == "GC306":
        return ("ops",)
    line = node.locations[0].place if node.locations else ""
    return node.op_type, line or str(node.layer)


def _finding(case: Case, ways: Mapping[int, Way], code: str, group: Sequence[Checked]) -> Finding:
    program = case.program
    node = program.nodes[group[0].node]
    places = sorted({place for result in group for place in _places(ways, result)})
    variables = tuple(program.asked[place].name for place in places)
    severity, certainty = _judged(program, node, code, group)
    evidence = _evidence(node, code, group)
    statuses = {program.asked[place].status for place in places}
    if severity == "error":
        # Where zero is all that comes, that is what is seen of it.
        status = "zero" if statuses == {"zero"} else WRONG
    else:
        status = program.asked[places[0]].status if places else "ok"
    is_many = code == "GC306" and node.op_type != _CUSTOM
    return Finding(
        code=code,
        status=status,
        severity=severity,
        certainty=certainty,
        variables=variables,
        op_type="" if is_many else node.op_type,
        op_name=node.op_name,
        layer=None if is_many else node.layer,
        locations=() if is_many else _locations(node, group),
        path=() if is_many else _path(case, node, places),
        evidence=evidence,
    )


def _of_captured(case: Case, ways: Mapping[int, Way]) -> list[Finding]:
    """What a function uses without its being an argument has no gradient by it."""
    program = case.program
    groups: dict[tuple[str, ...], list[Captured]] = {}
    for one in captured(program, ways):
        if _is_of_the_user(one.node):
            detail = one.node.detail
            key = (str(detail.get("function")), str(detail.get("definition")))
            groups.setdefault(key, []).append(one)
    found = []
    for group in groups.values():
        node = group[0].node
        places = sorted({place for one in group for place in one.variables})
        evidence: dict[str, float | int | str] = {
            **custom_gradient_none.evidence_of(node),
            "captured": said(program, group[0].value),
        }
        if len(group) > 1:
            evidence["times"] = len(group)
        found.append(
            Finding(
                code="GC303",
                status=program.asked[places[0]].status,
                severity="warning",
                certainty="likely",
                variables=tuple(program.asked[place].name for place in places),
                op_type=node.op_type,
                layer=node.layer,
                locations=custom_gradient_none.places(node),
                evidence=evidence,
            )
        )
    return found


def _places(ways: Mapping[int, Way], result: Checked) -> tuple[int, ...]:
    way = ways.get(result.node)
    if way is None:
        return ()
    if result.slot is None:
        return tuple(place for places in way.variables.values() for place in places)
    return way.variables.get(result.slot, ())


def _judged(program: Program, node: Node, code: str, group: Sequence[Checked]) -> tuple[str, str]:
    """Severity and certainty."""
    facts = group[0].facts
    if code in _NOTES:
        return "note", "certain" if code == "GC305" else "unknown"
    if code == "GH229":
        return "error", "likely"
    if "beside" in facts:
        return "warning", "likely"
    if facts.get("by_position") == "right":
        return "warning", "certain"
    if code == "GC302" and "right_for_ones" in facts and program.loss in node.outputs:
        return "warning", "certain"
    if code == "GC303":
        if _is_stop(group):
            return "note", "certain"
        outcomes = {result.outcome for result in group}
        # A None is said aloud, and a function that hands its argument on may be there to stop it.
        if outcomes == {"none"} or all("identity" in result.facts for result in group):
            return "warning", "likely"
    return "error", "certain"


def _evidence(node: Node, code: str, group: Sequence[Checked]) -> dict[str, float | int | str]:
    evidence: dict[str, float | int | str] = dict(custom_gradient_none.evidence_of(node))
    names = list(dict.fromkeys(result.target for result in group if result.target))
    if names:
        evidence["inputs"] = ", ".join(names)
        evidence["input_kind"] = group[0].kind if len({r.kind for r in group}) == 1 else "input"
    first = group[0].facts
    left_out = (*_OF_ONE, "relative_error")
    evidence.update({key: value for key, value in first.items() if key not in left_out})
    if len(names) == 1:
        evidence.update({key: first[key] for key in _OF_ONE if key in first})
    elif "factor" in first and all(_is_near(first["factor"], r.facts) for r in group):
        evidence["factor"] = first["factor"]
    errors = [float(r.facts["relative_error"]) for r in group if "relative_error" in r.facts]
    if errors:
        evidence["relative_error"] = max(errors)
    if code == "GC303":
        outcomes = {result.outcome for result in group}
        evidence["returns"] = "None" if outcomes == {"none"} else "zeros"
        if _is_stop(group):
            evidence.update(everything="yes", severity_because=none_given.IS_A_STOP)
    calls = len({result.node for result in group})
    if calls > 1:
        evidence["times"] = calls
    meant = _MEANT.get(str(first.get("surrogate", "")))
    if meant and code == "GC305":
        evidence["severity_because"] = meant
    return evidence


def _is_stop(group: Sequence[Checked]) -> bool:
    """Whether a gradient function says of every argument that nothing comes back to it.

    A list for variables of the function has to be there, whatever is in it.
    """
    return all(
        result.outcome == "none" and result.kind == "argument" and bool(result.locations)
        for result in group
    ) and none_given.is_for_everything(group[0].locations[0])


def _is_near(factor: float | int | str, facts: Mapping[str, float | int | str]) -> bool:
    other = facts.get("factor")
    return other is not None and abs(float(other) - float(factor)) <= 0.02 * abs(float(factor))


def _locations(node: Node, group: Sequence[Checked]) -> tuple[Location, ...]:
    """Where the gradient is returned, then where the function is called and defined."""
    if node.op_type != _CUSTOM:
        return node.locations
    returned = group[0].locations[:1]
    if not returned:
        return custom_gradient_none.places(node)
    return lines(returned, custom_gradient_none.call(node))


def _path(case: Case, node: Node, places: Sequence[int]) -> tuple[Step, ...]:
    """From the loss over the op to the first variable; nothing ends there."""
    behind = carried(case.sources(places[:1]), case.edges, within=case.ways.depends)
    steps = paths.path_through_op(
        node.index, case.ways, case.edges, behind, case.program, case.names
    )
    return tuple(dataclasses.replace(step, is_cut=False) for step in steps)
