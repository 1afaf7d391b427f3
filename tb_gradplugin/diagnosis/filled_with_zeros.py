"""Gradients that are missing op by op, and that a graph or a recomputed block fills with zeros."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Collection

from tb_gradplugin.diagnosis import diagnose
from tb_gradplugin.diagnosis.flows.flow import Flow
from tb_gradplugin.diagnosis.program import Program
from tb_gradplugin.schema.findings import Finding

_PERHAPS_UNTAKEN = frozenset({"GN104", "GN106", "GN107", "GN115", "GN199"})
_UNTAKEN, _UNUSED = "GN115", "GN104"


def perhaps_untaken(finding: Finding) -> bool:
    """Whether a branch that did not run explains it better, where there is one."""
    return finding.code in _PERHAPS_UNTAKEN or "only_decides" in finding.evidence


def explained(
    flow: Flow, with_branches: Callable[[], Program | None] = lambda: None
) -> tuple[list[Finding], Flow]:
    """Names the cut behind each such gradient, or the branch that did not run.

    Args:
      flow: one evaluation of the loss, measured.
      with_branches: gives the same loss with the branches that did not run, or None; asked only
        where nothing that ran explains such a gradient.

    Returns:
      The findings, of status "zero", and the flow with what is left to be explained.
    """
    program = flow.program
    filled = {
        asked.name
        for asked in program.asked
        if asked.status == "zero" and (asked.value is None or asked.value not in flow.gradient)
    }
    if not filled or program.exception:
        return [], flow
    missing = _as_if_missing(program, filled, None)
    found = [finding for finding in missing if not perhaps_untaken(finding)]
    left = filled.difference(*(finding.variables for finding in found))
    if left and (branches := with_branches()) is not None:
        of_branches = _as_if_missing(program, left, branches)
        found += [finding for finding in of_branches if finding.code == _UNTAKEN]
        left = left.difference(*(finding.variables for finding in found))
    # What is seen to be used by an op that ran, and lost there, lies in no branch.
    found += [
        _graver(finding)
        for finding in missing
        if finding.code == _UNUSED and finding.op_type and left.issuperset(finding.variables)
    ]
    done = {name for finding in found for name in finding.variables}
    remaining = [
        dataclasses.replace(asked, status="ok") if asked.name in done else asked
        for asked in program.asked
    ]
    return found, dataclasses.replace(flow, program=dataclasses.replace(program, asked=remaining))


def _as_if_missing(
    program: Program, filled: Collection[str], branches: Program | None
) -> list[Finding]:
    """What explains these gradients where nothing fills them with zeros."""
    missing = [
        dataclasses.replace(asked, status="null" if asked.name in filled else "ok")
        for asked in program.asked
    ]
    findings = diagnose.null_findings(dataclasses.replace(program, asked=missing), branches)
    return [
        dataclasses.replace(finding, status="zero")
        for finding in findings
        if finding.status == "null" and finding.certainty != "unknown"
    ]


def _graver(finding: Finding) -> Finding:
    """A None may be meant and is seen; an optimizer takes zeros for gradients."""
    if finding.severity != "note":
        return finding
    evidence = {key: each for key, each in finding.evidence.items() if key != "severity_because"}
    return dataclasses.replace(finding, severity="warning", evidence=evidence)
