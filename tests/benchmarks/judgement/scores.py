"""Which trainings are scored, what each rule says of them, and what that is worth."""

from __future__ import annotations

import collections
import dataclasses
import pathlib
from collections.abc import Iterable, Sequence

from tb_gradplugin.backend.judged_runs import judge_run
from tb_gradplugin.health.limits import Thresholds
from tb_gradplugin.health.thresholds import DEFAULT
from tests.benchmarks.judgement import family, outcome, published, records

OURS = "tb_gradplugin"
RULES = (OURS, *published.RULES)

_COUNTED = ("error", "warning")
"""Severities of ours that accuse; a note does not."""


@dataclasses.dataclass(frozen=True)
class Judged:
    """One training whose health is known.

    Attributes:
      case: the training.
      said: name of a rule -> the kinds of sickness that it finds.
    """

    case: family.Case
    said: dict[str, frozenset[str]]

    def is_right(self, rule: str) -> bool:
        """Whether a rule finds the right kind of sickness, or none in a sound training."""
        if self.case.fault is None:
            return not self.said[rule]
        return bool(self.said[rule] & self.case.fault.expected)


@dataclasses.dataclass(frozen=True)
class Family:
    """The trainings of one half.

    Attributes:
      sound: those that have learnt.
      sick: those that are sick in fact.
      dropped: those that are not what their plan says, by its name.
    """

    sound: list[family.Case]
    sick: list[family.Case]
    dropped: list[family.Case]


def known(half: str, logs: pathlib.Path) -> Family:
    """The trainings of a half of which the outcome agrees with the plan.

    Args:
      half: of `family.HALVES`.
      logs: holds all trainings.
    """
    found = Family([], [], [])
    for case in family.sound_cases():
        if case.half == half:
            is_sound = outcome.read(logs / case.folder).is_sound
            (found.sound if is_sound else found.dropped).append(case)
    folders = {(case.plan, case.seed): case.folder for case in family.everything()}
    for case in family.sick_cases():
        if case.half == half and case.fault is not None:
            other = family.twin(case)
            twin = outcome.read(logs / folders[other.plan, other.seed])
            own = outcome.read(logs / case.folder)
            is_sick = own.is_sick(twin, case.fault.is_by_gradients)
            (found.sick if is_sick else found.dropped).append(case)
    return found


def judged(
    cases: Iterable[family.Case],
    logs: pathlib.Path,
    thresholds: Thresholds = DEFAULT,
    rules: Sequence[str] = RULES,
) -> list[Judged]:
    """What the rules say of each training.

    Args:
      cases: the trainings.
      logs: holds them.
      thresholds: of our rules.
      rules: of `RULES`.
    """
    found = []
    for case in cases:
        folder = logs / case.folder
        said = {}
        if set(rules) - {OURS}:
            read = records.read(folder)
            said = {name: frozenset(published.RULES[name](read)) for name in rules if name != OURS}
        if OURS in rules:
            said[OURS] = _ours(folder, thresholds)
        found.append(Judged(case, said))
    return found


def _ours(folder: pathlib.Path, thresholds: Thresholds) -> frozenset[str]:
    verdicts = judge_run(folder, thresholds).verdicts
    return frozenset(verdict.rule for verdict in verdicts if verdict.severity in _COUNTED)


@dataclasses.dataclass(frozen=True)
class Score:
    """What one rule is worth on one half.

    Attributes:
      sick: trainings.
      found: of them, those with a verdict of the right kind.
      accused: of them, those with any verdict.
      sound: trainings.
      false_alarms: of them, those with any verdict.
      by_kind: kind of fault -> trainings that were found, and all.
    """

    sick: int
    found: int
    accused: int
    sound: int
    false_alarms: int
    by_kind: dict[str, tuple[int, int]]

    @property
    def recall(self) -> float:
        """Share of the sick that are found with the right kind."""
        return self.found / max(1, self.sick)

    @property
    def false_alarm_rate(self) -> float:
        """Share of the sound that are accused."""
        return self.false_alarms / max(1, self.sound)


def score(trainings: Iterable[Judged], rule: str) -> Score:
    """What a rule is worth on these trainings."""
    trainings = list(trainings)
    sick = [one for one in trainings if one.case.fault is not None]
    sound = [one for one in trainings if one.case.fault is None]
    counts: dict[str, list[bool]] = collections.defaultdict(list)
    for one in sick:
        assert one.case.fault is not None
        counts[one.case.fault.kind].append(one.is_right(rule))
    return Score(
        sick=len(sick),
        found=sum(one.is_right(rule) for one in sick),
        accused=sum(bool(one.said[rule]) for one in sick),
        sound=len(sound),
        false_alarms=sum(not one.is_right(rule) for one in sound),
        by_kind={kind: (sum(right), len(right)) for kind, right in counts.items()},
    )
