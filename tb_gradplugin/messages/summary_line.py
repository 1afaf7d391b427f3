"""The line that sums a recording up when it ends."""

from __future__ import annotations

from collections.abc import Sequence

from tb_gradplugin.schema.records import Counters, VariableTable
from tb_gradplugin.schema.verdicts import Verdict

_MOST_NAMES = 3
_SAID = {
    "null": "no gradient",
    "nonfinite": "a non-finite gradient",
    "zero": "a zero gradient",
}


def summary_line(
    logdir: str,
    recorded: Sequence[tuple[VariableTable, Counters]],
    verdicts: Sequence[Verdict] = (),
) -> str:
    """Says how long was watched, and what was not well.

    Args:
      logdir: folder of the run.
      recorded: each variable table with what was counted for it; not empty.
      verdicts: what is unhealthy by all numbers, worst first; notes are not told.
    """
    steps = max(counters.steps for _, counters in recorded)
    variables = sum(len(table.variables) for table, _ in recorded)
    found = "; ".join(part for part in (_part(word, recorded) for word in _SAID) if part)
    text = (
        f"tb_gradplugin: watched {_counted(variables, 'variable')} for {_counted(steps, 'step')} "
        f"in {logdir}: {found or 'every gradient was there, finite and not zero'}."
    )
    first = min(
        (counts.first_step for _, counters in recorded for counts in counters.variables.values()),
        default=0,
    )
    if first:
        text += f" The first such step was {first:,}."
    unhealthy = [
        f"{verdict.rule} since step {verdict.first_step:,} ({verdict.severity})"
        for verdict in verdicts
        if verdict.severity != "note" and verdict.status not in _SAID
    ]
    if unhealthy:
        text += f" Judged unhealthy: {'; '.join(unhealthy)}."
    lost = sum(counters.lost_rows for _, counters in recorded)
    if lost:
        text += f" {_counted(lost, 'row')} came too fast to be written."
    return text


def _part(word: str, recorded: Sequence[tuple[VariableTable, Counters]]) -> str:
    sick = [
        (table.variables[index].name, getattr(counts, word), counters.steps)
        for table, counters in recorded
        for index, counts in sorted(counters.variables.items())
        if getattr(counts, word)
    ]
    if not sick:
        return ""
    names = ", ".join(f"`{name}`" for name, *_ in sick[:_MOST_NAMES])
    if len(sick) > _MOST_NAMES:
        names += f" and {len(sick) - _MOST_NAMES} more"
    most = max(times for _, times, _ in sick)
    steps = max(total for _, _, total in sick)
    if all(times == total for _, times, total in sick):
        when = "on any step" if word == "null" else "on every step"
    else:
        when = f"on {'up to ' if len(sick) > 1 else ''}{most:,} of {steps:,} steps"
    return f"{_counted(len(sick), 'variable')} had {_SAID[word]} {when} ({names})"


def _counted(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"
