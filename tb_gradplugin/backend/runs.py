"""What can be said of a run, and why nothing can."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping, Sequence

from tb_gradplugin.schema.records import VariableRecord
from tb_gradplugin.schema.verdicts import Verdict


class UnknownNameError(KeyError):
    """There is no run, no statistic or no variable of that name."""

    # A KeyError shows its text as a key: in quotes.
    __str__ = Exception.__str__


class UnlistableRunError(ValueError):
    """The data provider cannot say what the tags of a run are."""

    def __init__(self) -> None:
        super().__init__(
            "Every tag of this run must have a value. One has metadata only, and TensorBoard's "
            "reader in Python cannot list such a run; its data server (--load_fast=true) can."
        )


@dataclasses.dataclass(frozen=True)
class RunSummary:
    """One run at a glance.

    Attributes:
      run: its name.
      problem: why nothing of it can be shown, or None.
      notes: one sentence for each piece that was left out, as far as it has
        been read: tables and states always, a statistic once it was asked for.
      variables: number of columns.
      last_step: None where no row was recorded.
      last_wall_time: seconds since the epoch; None where no row was recorded.
      revision: changes whenever what was recorded may have changed.
    """

    run: str
    problem: str | None
    notes: tuple[str, ...]
    variables: int
    last_step: int | None
    last_wall_time: float | None
    revision: str


@dataclasses.dataclass(frozen=True)
class VerdictsOfRun:
    """What is unhealthy in a run, worst first.

    Attributes:
      verdicts: by the thresholds that were asked for.
      variables: the columns of every matrix of the run.
      last_step: of the last row; None without rows.
      notes: one sentence for each piece that was left out.
    """

    verdicts: tuple[Verdict, ...]
    variables: tuple[VariableRecord, ...]
    last_step: int | None
    notes: tuple[str, ...]


def with_files(
    summaries: Iterable[RunSummary], about_files: Mapping[str, Sequence[str]]
) -> list[RunSummary]:
    """The runs by name, with what is to be said of their files.

    Args:
      summaries: the runs that TensorBoard lists.
      about_files: name of a run, listed or not -> sentences.
    """
    found = {summary.run: summary for summary in summaries}
    for run, sentences in about_files.items():
        known = found.get(run)
        if known is None:
            problem = " ".join(["Nothing of this run can be read.", *sentences])
            found[run] = RunSummary(run, problem, (), 0, None, None, "")
        else:
            found[run] = dataclasses.replace(known, notes=(*sentences, *known.notes))
    return [found[run] for run in sorted(found)]


def shortened(name: str) -> str:
    """A name as an error quotes it: quoted, and not longer than a line or two."""
    return repr(name if len(name) <= 200 else name[:200] + "...")
