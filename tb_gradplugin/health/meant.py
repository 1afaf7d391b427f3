"""Missing gradients that are most likely meant, as the program says by an act of its own."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable

from tb_gradplugin.schema.findings import Finding
from tb_gradplugin.schema.verdicts import Verdict, worst_first

_ACTS = ("GN101", "GN111")
"""Causes that somebody wrote down: a stop, and what was made untrainable.

A head that the loss leaves out may be meant as well, and may have been forgotten.
"""


def with_meant(verdicts: Iterable[Verdict], findings: Iterable[Finding]) -> list[Verdict]:
    """Verdicts, worst first: a warning of missing gradients that are all meant is a note.

    The rule counts steps alone; the cause tells a target network from a head that was left out.

    Args:
      verdicts: what is unhealthy, in any order.
      findings: why gradients are missing, as far as it was found.
    """
    of_null = [one for one in findings if one.status == "null"]
    by_act = [one for one in of_null if one.severity == "note" and one.code in _ACTS]
    meant = {name for one in by_act for name in one.variables}
    meant -= {name for one in of_null if one not in by_act for name in one.variables}
    return worst_first(
        dataclasses.replace(verdict, severity="note")
        if verdict.rule == "null"
        and verdict.severity == "warning"
        and verdict.variables
        and meant.issuperset(verdict.variables)
        else verdict
        for verdict in verdicts
    )
