"""Gradients that are missing op by op, and that a graph or a recomputed block fills with zeros."""

from __future__ import annotations

import dataclasses

from tb_gradplugin.diagnosis import diagnose
from tb_gradplugin.diagnosis.flow import Flow
from tb_gradplugin.schema.findings import Finding

PERHAPS_UNTAKEN = frozenset({"GN104", "GN106", "GN107", "GN115", "GN199"})
"""Codes that a branch which did not run explains better, where there is one."""


def explained(flow: Flow) -> tuple[list[Finding], Flow]:
    """Names the cut behind each such gradient.

    Args:
      flow: one evaluation of the loss, measured.

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
    missing = [
        dataclasses.replace(asked, status="null" if asked.name in filled else "ok")
        for asked in program.asked
    ]
    found = [
        dataclasses.replace(finding, status="zero")
        for finding in diagnose.null_findings(dataclasses.replace(program, asked=missing))
        if finding.status == "null"
        and finding.certainty != "unknown"
        and finding.code not in PERHAPS_UNTAKEN
    ]
    done = {name for finding in found for name in finding.variables}
    left = [
        dataclasses.replace(asked, status="ok") if asked.name in done else asked
        for asked in program.asked
    ]
    return found, dataclasses.replace(flow, program=dataclasses.replace(program, asked=left))
