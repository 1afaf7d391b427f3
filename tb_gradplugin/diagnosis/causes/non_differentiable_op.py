"""GN102: an op that has no derivative."""

from __future__ import annotations

from tb_gradplugin.diagnosis.causes.facts import CutCase, Facts


def facts(found: CutCase) -> Facts | None:
    """Whatever cuts and is nothing more special."""
    evidence: dict[str, str] = {}
    function = found.node.detail.get("function")
    if function:
        evidence["function"] = str(function)
    return Facts("GN102", evidence=evidence)
