"""Verdicts as the tab is given them.

`GET verdicts?run=R` judges a run by the default thresholds, and
`GET verdicts?run=R&vanishing.layer_ratio=1e-4` by another value of one: a
parameter for each threshold that is to differ. The answer is JSON:

    run         the name, as given
    severity    the worst: "error", "warning", "note", or "" where there is no verdict
    verdicts    worst first, each with
      id          the same whenever the run is judged, and of no other verdict of it
      rule        "null", "nonfinite", "zero", "loss-scale-collapse", "exploding", "vanishing",
                  "underflow", "stalled" or "intermittent"
      code        such as "GH201"; "" where no code fits
      severity, status, variables, first_step, last_step, steps, of_steps    as in `Verdict`
      columns     places of the variables in what `variables` answers
      until_end   whether it lasts up to the last row of the run
      evidence    list of name and value
      measured    the name of the evidence that the limit speaks of
      limit       name, value and unit
      words       headline, evidence, why, note, remedies, text: as of a finding
    thresholds  every one, with name, value (that was judged by), default, least, most, whole,
                unit, reason, source, rule; `most` is null where there is no end
    notes       one sentence for each piece of the log that was left out

Refused, with the status 400, are a name that is not that of a threshold, one
that is given twice, and a value that is no number or out of range.
"""

from __future__ import annotations

import dataclasses
import hashlib
import math
from collections.abc import Collection

from werkzeug import wrappers

from tb_gradplugin.backend import responses
from tb_gradplugin.backend.runs import VerdictsOfRun
from tb_gradplugin.health.limits import Threshold
from tb_gradplugin.health.limits import Thresholds as AnyThresholds
from tb_gradplugin.health.thresholds import Thresholds
from tb_gradplugin.messages.verdict_words import words_of
from tb_gradplugin.schema.verdicts import Verdict, worst_severity


def thresholds_of(request: wrappers.Request, but: Collection[str]) -> AnyThresholds:
    """The thresholds that a request asks for.

    Args:
      request: all of its parameters are names of thresholds.
      but: names of parameters that are not.

    Raises:
      ParameterError: one is unknown, stands there twice, is no number or out of
        range.
    """
    chosen = {}
    for name in request.args:
        if name in but:
            continue
        text = responses.parameter(request, name)
        try:
            chosen[name] = float(text)
        except ValueError as error:
            raise responses.ParameterError(
                f"The parameter `{name[:200]}` must be a number. Received: {text[:200]!r}"
            ) from error
    try:
        return Thresholds(chosen)
    except ValueError as error:
        raise responses.ParameterError(str(error)) from error


def answer(run: str, found: VerdictsOfRun, thresholds: AnyThresholds) -> dict[str, object]:
    """What the route says, ready for strict JSON."""
    column_of = {variable.name: column for column, variable in enumerate(found.variables)}
    seen: dict[tuple[str, ...], int] = {}
    verdicts = []
    for verdict in found.verdicts:
        number = seen.setdefault(verdict.key, 0)
        seen[verdict.key] += 1
        verdicts.append(
            {
                "id": _digest((*verdict.key, number)),
                **_facts(verdict),
                "columns": [column_of[name] for name in verdict.variables],
                "until_end": verdict.last_step >= (found.last_step or 0),
            }
        )
    return {
        "run": run,
        "severity": worst_severity(found.verdicts),
        "verdicts": verdicts,
        "thresholds": of_thresholds(thresholds),
        "notes": found.notes,
    }


def of_thresholds(thresholds: AnyThresholds) -> list[dict[str, object]]:
    """Every threshold with the value that is judged by, ready for strict JSON."""
    return [_threshold(one, thresholds[one]) for one in thresholds.all]


def _facts(verdict: Verdict) -> dict[str, object]:
    return {
        "rule": verdict.rule,
        "code": verdict.code,
        "severity": verdict.severity,
        "status": verdict.status,
        "variables": verdict.variables,
        "first_step": verdict.first_step,
        "last_step": verdict.last_step,
        "steps": verdict.steps,
        "of_steps": verdict.of_steps,
        "evidence": [{"name": name, "value": value} for name, value in verdict.evidence.items()],
        "measured": verdict.measured,
        "limit": dataclasses.asdict(verdict.limit),
        "words": dataclasses.asdict(words_of(verdict)),
    }


def _threshold(threshold: Threshold, value: float) -> dict[str, object]:
    return {
        "name": threshold.name,
        "value": value,
        "default": threshold.value,
        "least": threshold.least,
        "most": threshold.most if math.isfinite(threshold.most) else None,
        "whole": threshold.whole,
        "unit": threshold.unit,
        "reason": threshold.reason,
        "source": threshold.source,
        "rule": threshold.rule,
    }


def _digest(key: tuple[object, ...]) -> str:
    return hashlib.blake2s(repr(key).encode(), digest_size=8).hexdigest()
