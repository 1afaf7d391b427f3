"""What several formats say in the same words."""

from __future__ import annotations

import os

from tb_gradplugin.backend.findings import RecordedFinding
from tb_gradplugin.backend.judged_runs import JudgedRun
from tb_gradplugin.cli.checked_runs import ROOT, Check
from tb_gradplugin.schema.findings import SEVERITIES
from tb_gradplugin.schema.verdicts import Verdict


def title(verdict: Verdict) -> str:
    """Code and rule; the rule alone where it has no code."""
    return f"{verdict.code} {verdict.rule}".strip()


def title_of_finding(finding: RecordedFinding) -> str:
    """Code and name; the code alone where this version does not know its name."""
    return f"{finding.code} {finding.name}".strip()


def steps(first: int, last: int) -> str:
    """The steps from the first to the last."""
    return f"step {first:,}" if first == last else f"steps {first:,} to {last:,}"


def extent(judged: JudgedRun) -> str:
    """How much was judged."""
    of_steps = "no step"
    if judged.first_step is not None and judged.last_step is not None:
        of_steps = steps(judged.first_step, judged.last_step)
    return f"{counted(judged.variables, 'variable')}, {counted(judged.rows, 'row')}, {of_steps}"


def counted(number: int, noun: str) -> str:
    """A number with its noun."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def folder(check: Check, run: str) -> str:
    """The folder of a run, as the log folder was given."""
    return check.logdir if run == ROOT else os.path.join(check.logdir, *run.split("/"))


def result(check: Check) -> str:
    """One sentence on all runs."""
    unhealthy = sum(map(check.is_unhealthy, check.runs))
    unjudged = sum(bool(run.problem) and not check.is_unhealthy(run) for run in check.runs)
    of_runs = f"of {counted(len(check.runs), 'run')}"
    parts = []
    if unhealthy:
        parts.append(f"{unhealthy:,} {of_runs} {'is' if unhealthy == 1 else 'are'} unhealthy")
    if unjudged:
        parts.append(f"{unjudged:,} {of_runs} cannot be judged")
    if not parts:
        parts.append(f"{counted(len(check.runs), 'run')}, and none is unhealthy")
    return f"{', '.join(parts)}. The check fails on: {asked(check)}."


def asked(check: Check) -> str:
    """What makes the check fail."""
    return ", ".join(check.fail_on.words) or "nothing"


def severity_of(finding: RecordedFinding) -> str:
    """The severity of a finding; one that a newer version wrote counts as a warning."""
    return finding.severity if finding.severity in SEVERITIES else "warning"
