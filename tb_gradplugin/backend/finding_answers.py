"""A finding as the tab is given it: the facts, and the words made from them."""

from __future__ import annotations

import dataclasses
import hashlib
import math

from tb_gradplugin.backend.findings import RecordedFinding
from tb_gradplugin.messages.recorded_words import words_of
from tb_gradplugin.schema import codes
from tb_gradplugin.schema.records import SeenFinding


def answer(finding: RecordedFinding) -> dict[str, object]:
    """What the route says of a finding, ready for strict JSON.

    `id` is the same whenever the same finding is read, and that of no other
    finding of the run. `until` is None for what lasts. Numbers of the evidence
    that are not finite are given as text.
    """
    return {
        "id": _digest(finding),
        "code": finding.code,
        "name": finding.name,
        "status": finding.status,
        "severity": finding.severity,
        "certainty": finding.certainty,
        "variables": finding.variables,
        "op_type": finding.op_type,
        "op_name": finding.op_name,
        "layer": finding.layer,
        "locations": [dataclasses.asdict(location) for location in finding.locations],
        "path": [dataclasses.asdict(step) for step in finding.path],
        "evidence": [
            {"name": name, "value": _plain(value)} for name, value in finding.evidence.items()
        ],
        "ruled_out": [
            {"code": code, "name": codes.NAMES.get(code, "")} for code in finding.ruled_out
        ],
        "step": finding.step,
        "until": finding.until,
        "words": dataclasses.asdict(words_of(finding)),
    }


def _plain(value: float | int | str) -> float | int | str:
    return str(value) if isinstance(value, float) and not math.isfinite(value) else value


def _digest(finding: RecordedFinding) -> str:
    cause = SeenFinding(finding, finding.step).cause
    return hashlib.blake2s(repr(cause).encode(), digest_size=8).hexdigest()
