"""`tbg.read`: what was recorded, as arrays, without a server and without TensorFlow."""

from __future__ import annotations

import dataclasses
import difflib
import functools
import itertools
import os
import pathlib
from collections.abc import Iterable, Mapping

import numpy as np

from tb_gradplugin.backend import event_files, judging
from tb_gradplugin.backend.findings import RecordedFinding, read_findings
from tb_gradplugin.backend.incidents import RecordedIncident, read_incidents
from tb_gradplugin.backend.recorded_rows import RecordedTable, read_rows
from tb_gradplugin.backend.recorded_tags import RecordedTags
from tb_gradplugin.backend.runs import UnknownNameError, shortened
from tb_gradplugin.backend.said_verdicts import RecordedVerdict, in_all, read_said_verdicts
from tb_gradplugin.backend.tables import Announcement, lay_out, usable_tags, without_table
from tb_gradplugin.backend.totals import Totals, read_counters, totals
from tb_gradplugin.health.status import statuses
from tb_gradplugin.health.thresholds import Thresholds
from tb_gradplugin.messages.notebook import report
from tb_gradplugin.schema import tags
from tb_gradplugin.schema.histogram import BORDERS
from tb_gradplugin.schema.records import Session, VariableRecord
from tb_gradplugin.schema.verdicts import Verdict

_MOST_NAMES = 10


@dataclasses.dataclass(frozen=True, eq=False, repr=False)
class Log:
    """What was recorded of one run.

    The arrays share their axes: S steps, strictly ascending, and V variables in
    model order. A step that a later session lived anew is there once, as it was
    lived last. What each statistic means, its unit and when it is absent stands
    in `tb_gradplugin.schema.statistics`.

    Attributes:
      variables: V records with name, shape, dtype and layer: those of the list
        recorded last, then those that only earlier lists had.
      steps: int64 [S], the steps of which a row was recorded.
      wall_times: float64 [S], seconds since the epoch.
      states: uint8 [S, V] of `schema.states.State`; 0 where nothing was recorded.
      statuses: uint8 [S, V] of `schema.states.Status`: what each gradient is
        judged to be beside the others of its step; 0 where nothing was recorded.
      statistics: name -> float32 [S, V], NaN where absent. All that there are,
        also those that the run did not record.
      step_statistics: name -> float32 [S], NaN where absent: the loss, the
        learning rate and so on. Where several lists of variables have a number
        for a step, the one written last; `tables` has each.
      histograms: uint8 [S, V, 32], the share of the finite elements in each
        bin of `histogram_borders`, in 255ths, rounded up; 0 where none was
        recorded. Elements that are 0 are in no bin.
      counters: what was counted on every step, recorded as a row or not.
      incidents: the first step of each session on which a gradient turned null,
        zero or non-finite, with the norms before it.
      findings: why gradients were sick, worst first.
      said: the verdicts that were said while training, each with the step, the
        numbers and the thresholds of that moment; `verdicts` has what is to be
        said now.
      tables: the lists of variables that were recorded together, the one
        announced last first.
      sessions: each start of a recorder, in the order of their beginnings.
      notes: one sentence for each piece of the log that could not be used.
    """

    variables: tuple[VariableRecord, ...]
    steps: np.ndarray
    wall_times: np.ndarray
    states: np.ndarray
    statuses: np.ndarray
    statistics: Mapping[str, np.ndarray]
    step_statistics: Mapping[str, np.ndarray]
    histograms: np.ndarray
    counters: Totals
    incidents: tuple[RecordedIncident, ...]
    findings: tuple[RecordedFinding, ...]
    said: tuple[RecordedVerdict, ...]
    tables: tuple[RecordedTable, ...]
    sessions: tuple[Session, ...]
    notes: tuple[str, ...]

    def __repr__(self) -> str:
        return (
            f"<Log: {len(self.steps)} steps of {len(self.variables)} variables, "
            f"{len(self.sessions)} sessions, {len(self.incidents)} incidents, "
            f"{len(self.findings)} findings, {len(self.notes)} notes>"
        )

    def _repr_html_(self) -> str:
        """What Jupyter shows of it: what is unhealthy, since when, and why."""
        return report.log_html(
            self.steps.tolist(), len(self.variables), self.verdicts, self.findings
        )

    def __getitem__(self, name: str) -> np.ndarray:
        """A statistic: float32 [S, V], or float32 [S] for one of the whole step.

        Raises:
          UnknownNameError: there is no statistic of that name. It is a KeyError.
        """
        found = self.statistics.get(name, self.step_statistics.get(name))
        if found is None:
            known = ", ".join((*self.statistics, *self.step_statistics))
            raise UnknownNameError(f"The name must be one of {known}. Received: {shortened(name)}")
        return found

    def column(self, name: str) -> int:
        """The place of a variable in `variables`, and so in every axis V.

        Args:
          name: as in `variables`.

        Raises:
          UnknownNameError: there is no variable of that name. It is a KeyError.
        """
        found = self._columns.get(name)
        if found is None:
            near = difflib.get_close_matches(name, self._columns, n=3, cutoff=0.4)
            known = near or itertools.islice(self._columns, _MOST_NAMES)
            raise UnknownNameError(
                f"The name must be that of a recorded variable, such as {_listed(known)}. "
                f"Received: {shortened(name)}"
            )
        return found

    @functools.cached_property
    def verdicts(self) -> tuple[Verdict, ...]:
        """What is unhealthy, worst first, by the thresholds that the callback judges by too."""
        return self.judged()

    def judged(self, thresholds: Mapping[str, float] | None = None) -> tuple[Verdict, ...]:
        """What is unhealthy, worst first.

        Args:
          thresholds: name -> value of those that are to differ from the default;
            `tb_gradplugin.health.thresholds.ALL` has them all.

        Raises:
          ValueError: a name is not that of a threshold, or a value is out of range.
          TypeError: a value is not a number.
        """
        tables = [
            judging.JudgedTable(table.digest, table.columns, table.step_statistics, table.counters)
            for table in self.tables
        ]
        rows = (self.variables, self.steps, self.states, self.statistics)
        chosen = Thresholds(thresholds)
        judged = judging.verdicts(*rows, tables, chosen)
        return in_all(judged, self.said, self.findings, chosen)

    @property
    def histogram_borders(self) -> np.ndarray:
        """float64 [33]: bin i has the magnitudes from border i up to, not with, border i + 1."""
        return np.exp2(np.array(BORDERS, np.float64))

    @functools.cached_property
    def _columns(self) -> dict[str, int]:
        return {variable.name: column for column, variable in enumerate(self.variables)}


def read(logdir: str | os.PathLike[str]) -> Log:
    """Reads what was recorded in the folder of one run.

    Needs neither TensorFlow nor a server, and reads every row that was written:
    nothing is sampled. A training may still be writing; what it has not
    finished writing is left out, with a note.

    Args:
      logdir: a folder of this machine that `GradientHealth`, `GradientRecorder`
        or `summary.gradients` wrote to; folders below it are runs of their own.

    Returns:
      The run as arrays by step and variable.

    Raises:
      TypeError: `logdir` is not a path.
      FileNotFoundError: there is no such folder.
      ValueError: the folder has no gradient health that can be read.
      UnknownSchemaVersionError: a newer version of this package wrote it. It is
        a ValueError.
      OversizedRunError: its files would become arrays of more than 2 GiB, and more than 128
        times their own size. It is a ValueError.
    """
    folder = _checked_folder(logdir)
    notes: list[str] = []
    recorded = RecordedTags(folder, notes)
    usable, complaints = usable_tags(recorded.contents)
    layout = lay_out(
        {tag.digest: _announcements(recorded, tag) for tag in usable if tag.kind == tags.VARIABLES}
    )
    notes += [*complaints, *layout.notes, *without_table(usable, layout)]
    if not layout.columns:
        raise ValueError(_nothing_to_read(folder, bool(recorded.contents), notes))
    counted, about_counters = read_counters(recorded, usable, layout)
    incidents, about_incidents = read_incidents(recorded, usable, layout)
    findings, about_findings = read_findings(recorded, usable, layout)
    said, about_said = read_said_verdicts(recorded, usable, layout)
    rows, about_rows = read_rows(recorded, usable, layout)
    lasting = judging.lasting_counters(
        ((last.tag.digest, last.tag.part, last.message) for last in counted), layout.sessions
    )
    return Log(
        variables=layout.variables,
        steps=rows.steps,
        wall_times=rows.wall_times,
        states=rows.states,
        statuses=statuses(rows.states, rows.statistics["l2_norm"]),
        statistics=rows.statistics,
        step_statistics=rows.step_statistics,
        histograms=rows.histograms,
        counters=totals(counted, len(layout.variables)),
        incidents=incidents,
        findings=findings,
        said=said,
        tables=tuple(
            dataclasses.replace(table, counters=lasting.get(table.digest, {}))
            for table in rows.tables
        ),
        sessions=tuple(sorted(layout.sessions, key=lambda session: session.start_wall_time)),
        notes=(
            *(*notes, *about_rows, *about_counters),
            *(*about_incidents, *about_findings, *about_said),
        ),
    )


def _checked_folder(logdir: str | os.PathLike[str]) -> pathlib.Path:
    if not isinstance(logdir, (str, os.PathLike)):
        raise TypeError(
            "`logdir` must be a path. "
            f"Received: logdir={logdir!r} of type {type(logdir).__name__} in tb_gradplugin.read"
        )
    folder = pathlib.Path(logdir)
    if folder.is_dir():
        return folder
    if folder.exists():
        raise NotADirectoryError(
            f"`logdir` must be the folder of a run, not a file in it. Received: logdir={logdir!r}"
        )
    raise FileNotFoundError(
        f"`logdir` must be an existing folder of this machine. Received: logdir={logdir!r}"
    )


def _announcements(recorded: RecordedTags, tag: tags.Tag) -> list[Announcement]:
    values = recorded.take(tag)
    if values is None:
        return []
    return [
        Announcement(wall_time, array)
        for wall_time, array in zip(values.wall_times, values.arrays, strict=True)
    ]


def _nothing_to_read(folder: pathlib.Path, has_tags: bool, notes: list[str]) -> str:
    """Why a folder cannot be read, and what could be read instead."""
    if has_tags:
        text = (
            "`logdir` must be the folder of a run with a readable variable table. "
            f"Received: logdir={str(folder)!r}, without one."
        )
    else:
        text = (
            "`logdir` must be the folder of a run with gradient health. "
            f"Received: logdir={str(folder)!r}, without any."
        )
    runs = list(itertools.islice(event_files.runs_below(folder), _MOST_NAMES + 1))
    if runs:
        more = " and more" if len(runs) > _MOST_NAMES else ""
        first = os.path.join(folder, *runs[0].split("/"))
        text += (
            f" These folders in it have some: {_listed(runs[:_MOST_NAMES])}{more}. "
            f"Read one of them, as in tb_gradplugin.read({first!r})."
        )
    return " ".join([text, *notes[:1]])


def _listed(names: Iterable[str]) -> str:
    return ", ".join(shortened(name) for name in names)
