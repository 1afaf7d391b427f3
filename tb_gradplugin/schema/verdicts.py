"""A judgement on recorded numbers: facts, from which `messages` makes the words."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping

from tb_gradplugin.schema.findings import SEVERITIES
from tb_gradplugin.schema.worded import Worded

RULES: dict[str, str] = {
    "null": "",
    "nonfinite": "GH203",
    "zero": "GH204",
    "loss-scale-collapse": "",
    "exploding": "GH202",
    "vanishing": "GH201",
    "underflow": "GH215",
    "stalled": "GH205",
    "intermittent": "GH206",
}
"""Code by the name of the rule, the gravest first; empty where no code fits."""


@dataclasses.dataclass(frozen=True)
class Limit:
    """The limit that a verdict rests on.

    Attributes:
      name: of the threshold, such as "vanishing.layer_ratio".
      value: the limit that was applied, also where it was adjusted.
      unit: what the value counts.
    """

    name: str
    value: float
    unit: str


@dataclasses.dataclass(frozen=True)
class Verdict(Worded):
    """One kind of sickness, and all variables that have it; `str` gives the whole text.

    Attributes:
      rule: a key of `RULES`.
      severity: one of `SEVERITIES`.
      status: of the gradients: "null", "zero", "nonfinite", "vanishing",
        "exploding" or "ok". For "intermittent" the state that came and went.
      variables: names, in model order; empty where the whole step is judged.
      first_step: the first step that counts towards the verdict.
      last_step: the last one.
      steps: how many count, of the variable that has most.
      of_steps: of how many that were looked at: every step where the watchdog
        counts, else those of which a row was recorded.
      evidence: what was measured, of the variable that is worst; numbers are
        finite, and comparable with `limit` where their name is `measured`.
      limit: what was exceeded or undercut.
      measured: the key of `evidence` that `limit` speaks of.
    """

    rule: str
    severity: str
    status: str
    variables: tuple[str, ...]
    first_step: int
    last_step: int
    steps: int
    of_steps: int
    evidence: Mapping[str, float | int | str]
    limit: Limit
    measured: str

    @property
    def code(self) -> str:
        """The code of the rule; empty where no code fits."""
        return RULES[self.rule]

    @property
    def key(self) -> tuple[str, str]:
        """Equal for two sights of one verdict on a variable table, an earlier and a later one."""
        return self.rule, self.status


@dataclasses.dataclass(frozen=True)
class SaidVerdict:
    """A verdict that was said while training.

    Attributes:
      step: the last one that was recorded when it was said.
      verdict: as it was said.
      last: as it was judged last in that session; None where it was taken back.
    """

    step: int
    verdict: Verdict
    last: Verdict | None


@dataclasses.dataclass(frozen=True)
class SaidVerdicts:
    """All that was said of one variable table in one session.

    Attributes:
      said: in the order in which it was.
      thresholds: name -> value of all that was judged by.
    """

    said: tuple[SaidVerdict, ...]
    thresholds: Mapping[str, float]


def worst_first(verdicts: Iterable[Verdict]) -> list[Verdict]:
    """By severity, then by rule, then by the number of variables, then by first step."""
    rules = list(RULES)
    return sorted(
        verdicts,
        key=lambda v: (
            SEVERITIES.index(v.severity),
            rules.index(v.rule),
            -len(v.variables),
            v.first_step,
            v.key,
        ),
    )


def worst_severity(verdicts: Iterable[Verdict]) -> str:
    """The severity of the worst; empty where there is none."""
    found = {verdict.severity for verdict in verdicts}
    return next((severity for severity in SEVERITIES if severity in found), "")
