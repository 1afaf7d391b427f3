"""The tables of the benchmark of judgement."""

from __future__ import annotations

import collections
from collections.abc import Iterator, Mapping, Sequence

import rich.box
import rich.table

from tests.benchmarks.judgement.scores import OURS, Family, Judged, Score


def summary(half: str, by_rule: Mapping[str, Score]) -> rich.table.Table:
    """One line for each rule."""
    made = _table(f"The half named {half!r}")
    made.add_column("rules")
    for column in ("sick, right kind", "sick, any kind", "sound, accused"):
        made.add_column(column, justify="right")
    for rule, score in by_rule.items():
        made.add_row(
            rule,
            _share(score.found, score.sick),
            _share(score.accused, score.sick),
            _share(score.false_alarms, score.sound),
        )
    return made


def by_kind(by_rule: Mapping[str, Score]) -> rich.table.Table:
    """Sick trainings that are found with the right kind, one line for each kind of fault."""
    made = _table("Found with the right kind")
    made.add_column("fault")
    made.add_column("trainings", justify="right")
    for rule in by_rule:
        made.add_column(rule, justify="right")
    first = next(iter(by_rule.values()))
    for kind, (_, trainings) in first.by_kind.items():
        found = [score.by_kind[kind][0] for score in by_rule.values()]
        made.add_row(kind, str(trainings), *map(str, found))
    return made


def about_dropped(known: Family) -> str:
    """What is not scored, and why."""
    sound = sum(case.fault is None for case in known.dropped)
    sick = collections.Counter(case.fault.kind for case in known.dropped if case.fault)
    kinds = ", ".join(f"{kind} {number}" for kind, number in sick.items()) or "none"
    return (
        f"Not scored: {sound} trainings planned as sound that have not learnt, and "
        f"{sum(sick.values())} planned as sick that have, or whose twin has not ({kinds})."
    )


def mistakes(judged: Sequence[Judged]) -> Iterator[str]:
    """What our rules get wrong, one line for each training."""
    for one in judged:
        if not one.is_right(OURS):
            said = ", ".join(sorted(one.said[OURS])) or "nothing"
            yield f"{one.case.folder}: {said}"


def _share(part: int, whole: int) -> str:
    return f"{part / max(1, whole):6.1%}  {part:>3} of {whole:<3}"


def _table(title: str) -> rich.table.Table:
    return rich.table.Table(
        box=rich.box.SIMPLE_HEAD, pad_edge=False, title=title, title_justify="left"
    )
