"""The table of what came of each environment: on a terminal, and in docs/versions.md."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import rich.box
import rich.table

from tests.matrix.installation import SHOWN
from tests.matrix.running import Outcome

_LABELS = {
    "python": "Python",
    "tensorflow": "TensorFlow",
    "keras": "Keras",
    "tensorboard": "TensorBoard",
    "protobuf": "protobuf",
    "numpy": "NumPy",
}
_NONE = "\u2013"

BEGIN, END = "<!-- Written by make matrix -->", "<!-- End of what is written -->"
"""Between these lines of docs/versions.md the table stands."""


def table(outcomes: Sequence[Outcome]) -> rich.table.Table:
    """One line for each environment."""
    made = rich.table.Table(box=rich.box.SIMPLE_HEAD, pad_edge=False)
    made.add_column("environment")
    for name in ("python", *SHOWN):
        made.add_column(_LABELS[name])
    for column in ("passed", "failed", "skipped", "seconds"):
        made.add_column(column, justify="right")
    for outcome in outcomes:
        made.add_row(outcome.name, *_versions(outcome), *_counts(outcome))
    return made


def sentences(outcomes: Iterable[Outcome]) -> Iterable[str]:
    """Why tests were skipped, and why environments could not be tried."""
    for outcome in outcomes:
        if outcome.problem:
            yield f"{outcome.name}: {outcome.problem}"
        for reason, times in outcome.skipped.items():
            yield f"{outcome.name}: {times} skipped: {reason}"


def markdown(outcomes: Sequence[Outcome]) -> str:
    """The same for docs/versions.md."""
    labels = [_LABELS[name] for name in ("python", *SHOWN)]
    lines = [
        f"| {' | '.join(('environment', *labels, 'passed', 'failed', 'skipped'))} |",
        f"|{'---|' * (1 + len(labels))}{'--:|' * 3}",
    ]
    for outcome in outcomes:
        cells = ("`" + outcome.name + "`", *_versions(outcome), *_counts(outcome)[:3])
        lines.append(f"| {' | '.join(cells)} |")
    said = [f"- {sentence.splitlines()[0]}" for sentence in sentences(outcomes)]
    return "\n".join([*lines, *(["", *said] if said else [])])


def written_into(document: str, outcomes: Sequence[Outcome]) -> str:
    """The document with the table in its place.

    Raises:
      ValueError: it has no place for it.
    """
    before, begin, rest = document.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not begin or not end:
        raise ValueError(f"The document must have the lines {BEGIN!r} and {END!r}.")
    return f"{before}{BEGIN}\n\n{markdown(outcomes)}\n\n{END}{after}"


def _versions(outcome: Outcome) -> list[str]:
    return [outcome.versions.get(name, "") or _NONE for name in ("python", *SHOWN)]


def _counts(outcome: Outcome) -> tuple[str, str, str, str]:
    if outcome.problem:
        return _NONE, "not tried", _NONE, _NONE
    return (
        f"{outcome.passed:,}",
        f"{outcome.failed:,}",
        f"{sum(outcome.skipped.values()):,}",
        f"{outcome.seconds:.0f}",
    )
