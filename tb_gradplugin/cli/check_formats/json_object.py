"""For programs: one JSON object with all facts and their words.

    {"version": 1, "logdir": ..., "exit_status": 0 | 1 | 2, "fail_on": [...], "thresholds": {...},
     "runs": [{"run": ..., "judged": true, "unhealthy": ..., "problem": "", "variables": ...,
               "rows": ..., "first_step": ..., "last_step": ..., "verdicts": [...],
               "findings": [...], "notes": [...]}]}

Names are never taken away or given another meaning under one version; new ones may join.
"""

from __future__ import annotations

import dataclasses
import json
import math
from typing import Any, TextIO

from tb_gradplugin.backend.findings import RecordedFinding
from tb_gradplugin.cli.checked_runs import Check, CheckedRun
from tb_gradplugin.messages.recorded_words import words_of as words_of_finding
from tb_gradplugin.messages.verdict_words import words_of
from tb_gradplugin.schema.verdicts import Verdict

VERSION = 1


def write(check: Check, file: TextIO) -> None:
    """Writes the object, in ASCII."""
    content = {
        "version": VERSION,
        "logdir": check.logdir,
        "exit_status": check.exit_status,
        "fail_on": list(check.fail_on.words),
        "thresholds": {one.name: check.thresholds[one] for one in check.thresholds.all},
        "runs": [_run(check, run) for run in check.runs],
    }
    json.dump(content, file, indent=2, allow_nan=False)
    file.write("\n")


def _run(check: Check, run: CheckedRun) -> dict[str, Any]:
    judged = run.judged
    failing = {id(one) for one in (*check.failing_verdicts(run), *check.failing_findings(run))}
    return {
        "run": run.name,
        "judged": not run.problem,
        "unhealthy": check.is_unhealthy(run),
        "problem": run.problem,
        "variables": judged.variables if judged else 0,
        "rows": judged.rows if judged else 0,
        "first_step": judged.first_step if judged else None,
        "last_step": judged.last_step if judged else None,
        "verdicts": [
            {**_verdict(one), "fails": id(one) in failing}
            for one in (judged.verdicts if judged else ())
        ],
        "findings": [
            {**_finding(one), "fails": id(one) in failing}
            for one in (judged.findings if judged else ())
        ],
        "notes": list(judged.notes) if judged else [],
    }


def _verdict(verdict: Verdict) -> dict[str, Any]:
    words = words_of(verdict)
    return {
        "rule": verdict.rule,
        "code": verdict.code,
        "severity": verdict.severity,
        "status": verdict.status,
        "variables": list(verdict.variables),
        "first_step": verdict.first_step,
        "last_step": verdict.last_step,
        "steps": verdict.steps,
        "of_steps": verdict.of_steps,
        "evidence": {name: _written(value) for name, value in verdict.evidence.items()},
        "limit": dataclasses.asdict(verdict.limit),
        "measured": verdict.measured,
        "headline": words.headline,
        "text": words.text,
    }


def _finding(finding: RecordedFinding) -> dict[str, Any]:
    words = words_of_finding(finding)
    return {
        "code": finding.code,
        "name": finding.name,
        "severity": finding.severity,
        "certainty": finding.certainty,
        "status": finding.status,
        "variables": list(finding.variables),
        "locations": [dataclasses.asdict(place) for place in finding.locations],
        "evidence": {name: _written(value) for name, value in finding.evidence.items()},
        "step": finding.step,
        "until": finding.until,
        "headline": words.headline,
        "text": words.text,
    }


def _written(value: float | int | str) -> float | int | str:
    """A value as JSON has it: what is not finite as a text."""
    return str(value) if isinstance(value, float) and not math.isfinite(value) else value
