"""Zero gradients that come of the same dropped write as missing ones, and are no cause by them."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence, Set

from tb_gradplugin.schema.findings import Finding

_FOLLOWS = "it follows from GN104, and ends where what is written there is kept"


def toned_down(findings: Sequence[Finding]) -> list[Finding]:
    """Leaves of one cause one error: that which tells of the variables behind the writes."""
    missing = [each for each in findings if each.status == "null"]
    dropped = {_written_in(each) for each in missing if "unkept_by" in each.evidence}
    return [_as_note(each) if _follows(each, dropped) else each for each in findings]


def _follows(finding: Finding, dropped: Set[tuple[tuple[str, int], ...]]) -> bool:
    """Whether zeros are of such an array; where another function reads it, not known of which."""
    if "unwritten" not in finding.evidence:
        return False
    return _written_in(finding) in dropped or (
        "unkept_by" not in finding.evidence and bool(dropped)
    )


def _as_note(finding: Finding) -> Finding:
    evidence = {**finding.evidence, "severity_because": _FOLLOWS}
    return dataclasses.replace(finding, severity="note", evidence=evidence)


def _written_in(finding: Finding) -> tuple[tuple[str, int], ...]:
    return tuple((each.file, each.line) for each in finding.locations[:1])
