"""The verdicts on a run, from its event files: in one pass, and in constant memory.

The rows go to the judge as they are read. Only when all were read is it known
which of them a later session lived anew, and whether the files were written in
the order of their names. Where it was otherwise, what was judged is thrown away
and the files are read once more, in their order and without those rows.
"""

from __future__ import annotations

import collections
import dataclasses
import pathlib
from collections.abc import Callable, Mapping, Sequence

import numpy as np

from tb_gradplugin.backend import event_files
from tb_gradplugin.backend.findings import RecordedFinding, read_findings
from tb_gradplugin.backend.history import surviving
from tb_gradplugin.backend.judging import lasting_counters
from tb_gradplugin.backend.last_messages import read_last_messages
from tb_gradplugin.backend.said_verdicts import in_all, read_said_verdicts
from tb_gradplugin.backend.streamed_events import Row, StreamedEvents, StreamedRow
from tb_gradplugin.backend.tables import lay_out, usable_tags, without_table
from tb_gradplugin.backend.totals import decoded_counters
from tb_gradplugin.health.block import KINDS, SCALARS
from tb_gradplugin.health.limits import Thresholds
from tb_gradplugin.health.run_judge import RunJudge
from tb_gradplugin.schema import tags
from tb_gradplugin.schema.records import VariableRecord
from tb_gradplugin.schema.statistics import STATE
from tb_gradplugin.schema.verdicts import Verdict

_DTYPES = {kind: np.dtype(np.uint8 if kind == STATE else np.float32) for kind in KINDS}

_INT64 = np.iinfo(np.int64)


class NothingToJudgeError(ValueError):
    """No row of a run can be read, and nothing was found out before the first one."""


@dataclasses.dataclass(frozen=True)
class JudgedRun:
    """What is to be said of a run.

    Attributes:
      verdicts: worst first.
      findings: why gradients were sick, as it was found out while training, worst first.
      variables: how many there are, in all tables.
      rows: how many were judged.
      first_step: of the rows; None where there are none.
      last_step: of the rows; None where there are none.
      notes: a sentence for each piece of the log that could not be used.
      problem: why no row was judged; else empty.
    """

    verdicts: tuple[Verdict, ...]
    findings: tuple[RecordedFinding, ...]
    variables: int
    rows: int
    first_step: int | None
    last_step: int | None
    notes: tuple[str, ...]
    problem: str = ""


def judge_run(
    folder: pathlib.Path, thresholds: Thresholds, advance: Callable[[int], None] = lambda _: None
) -> JudgedRun:
    """Judges what was recorded in one folder; a training may still be writing to it.

    Args:
      folder: of one run; folders below it are runs of their own.
      thresholds: the limits.
      advance: is told the size of each piece in bytes when it has been read.

    Raises:
      NothingToJudgeError: no row can be read, and no finding.
      UnknownSchemaVersionError: a newer version of this package wrote it.
      OSError: the folder cannot be listed.
    """
    paths = event_files.paths(folder)
    reading = _Reading(paths, thresholds, advance)
    if not reading.events.is_in_order:
        first = reading.events.paths_by_start
        # What has no rows may still have messages, and their order is no matter.
        paths = [*(path for path in paths if path not in first), *first]
        reading = _Reading(paths, thresholds, advance, reading)
    survivors = reading.survivors()
    if survivors is not None:
        reading = _Reading(paths, thresholds, advance, reading, survivors)
    return reading.judged()


class _Reading:
    """One pass over the files of a run; `events` is what was kept of them."""

    def __init__(
        self,
        paths: Sequence[pathlib.Path],
        thresholds: Thresholds,
        advance: Callable[[int], None],
        earlier: _Reading | None = None,
        kept: Mapping[str, np.ndarray] | None = None,
    ) -> None:
        """Reads and judges everything.

        Args:
          paths: the files of the run, in the order in which they are to be read.
          thresholds: the limits.
          advance: see `judge_run`.
          earlier: another pass, which knows the variable tables from its end.
          kept: digest of a table -> bool [rows], those that count; None: all of them.
        """
        self.events = StreamedEvents(paths, KINDS)
        self._thresholds = thresholds
        self._judge = RunJudge(thresholds)
        self._earlier = earlier
        self._variables: dict[str, int] = {}
        self._looked_at: collections.Counter[str] = collections.Counter()
        self._misfits: collections.Counter[str] = collections.Counter()
        self._rows = 0
        self._first_step, self._last_step = _INT64.max, _INT64.min
        for row in self.events.rows(advance):
            if kept is None or _counts(kept, row):
                self._see(row)
        self._usable, complaints = usable_tags(self.events.contents)
        self._layout = lay_out(
            {tag.digest: self.events.announcements(tag.digest) for tag in self._tables()}
        )
        self._notes = [
            *self.events.notes,
            *complaints,
            *self._layout.notes,
            *without_table(self._usable, self._layout),
            *self._about_misfits(),
        ]

    def survivors(self) -> dict[str, np.ndarray] | None:
        """Digest of a table -> bool [rows], those that no later session lived anew.

        None where all of them were judged, and are to be.
        """
        found = {}
        for digest in self._layout.columns:
            steps, wall_times = self.events.times.get(digest, ((), ()))
            kept = np.zeros(len(steps), bool)
            of_files = np.array(steps, np.int64), np.array(wall_times, np.float64)
            order = surviving(*of_files, self._layout.sessions)
            kept[order] = True
            found[digest] = kept
        whole = all(kept.all() for kept in found.values())
        return None if whole and self._rows == sum(map(len, found.values())) else found

    def judged(self) -> JudgedRun:
        """What is to be said.

        Raises:
          NothingToJudgeError: no row was judged, and nothing was found.
          UnknownSchemaVersionError: a newer version wrote a message.
        """
        findings, about_findings = read_findings(self.events, self._usable, self._layout)
        if not self._rows and not findings:
            raise NothingToJudgeError(self._why_nothing())
        messages, about_counters = read_last_messages(
            self.events, self._usable, self._layout, tags.COUNTERS, decoded_counters
        )
        counted = [(last.tag.digest, last.tag.part, last.message) for last in messages]
        for digest, by_session in lasting_counters(counted, self._layout.sessions).items():
            if digest in self._variables:
                for session, counters in by_session.items():
                    self._judge.counters(digest, session, counters)
        said, about_said = read_said_verdicts(self.events, self._usable, self._layout)
        return JudgedRun(
            verdicts=in_all(self._judge.verdicts(), said, findings, self._thresholds),
            findings=findings,
            variables=len(self._layout.variables),
            rows=self._rows,
            first_step=self._first_step if self._rows else None,
            last_step=self._last_step if self._rows else None,
            notes=(*self._notes, *about_counters, *about_findings, *about_said),
            problem="" if self._rows else self._why_nothing(),
        )

    def _see(self, row: StreamedRow) -> None:
        variables = self._announced(row.digest)
        if variables is None:
            return
        self._rows += 1
        self._first_step = min(self._first_step, row.step)
        self._last_step = max(self._last_step, row.step)
        self._judge.row(row.digest, row.step, self._fitting(row.values, variables))

    def _announced(self, digest: str) -> int | None:
        """How many variables a table has; None where it has not been announced so far."""
        if digest not in self._variables:
            # Only what has come since it was asked last: any number may be unreadable.
            new = self.events.announcements(digest, self._looked_at[digest])
            self._looked_at[digest] += len(new)
            table = lay_out({digest: new})
            variables = table.variables if digest in table.columns else self._known(digest)
            if variables is None:
                return None
            self._variables[digest] = len(variables)
            self._judge.table(digest, variables)
        return self._variables[digest]

    def _known(self, digest: str) -> tuple[VariableRecord, ...] | None:
        """The variables of a table, where an earlier pass has met it."""
        if self._earlier is None or digest not in self._earlier._layout.columns:
            return None
        layout = self._earlier._layout
        return tuple(layout.variables[column] for column in layout.columns[digest])

    def _tables(self) -> list[tags.Tag]:
        return [tag for tag in self._usable if tag.kind == tags.VARIABLES]

    def _fitting(self, values: Row, variables: int) -> Row:
        """What of a row has the shape and dtype that it should have."""
        shape = (variables,)
        fits = {
            kind: array
            for kind, array in values.items()
            if array.dtype == _DTYPES[kind] and array.shape == (() if kind in SCALARS else shape)
        }
        if len(fits) < len(values):
            self._misfits.update(values.keys() - fits.keys())
        return fits

    def _about_misfits(self) -> list[str]:
        return [
            f"{times} values of `{kind}` are left out: each must be a {_DTYPES[kind]} "
            f"{'scalar' if kind in SCALARS else 'vector over the variables of its table'}."
            for kind, times in sorted(self._misfits.items())
        ]

    def _why_nothing(self) -> str:
        if any(len(steps) for steps, _ in self.events.times.values()):
            text = "No recorded row can be used."
        elif self._layout.columns:
            text = "No step has been recorded yet."
        else:
            text = "There must be a readable variable table."
        return " ".join([text, *self._notes])


def _counts(kept: Mapping[str, np.ndarray], row: StreamedRow) -> bool:
    # The files may have grown since the rows were counted.
    of_table = kept.get(row.digest)
    return of_table is not None and row.number < len(of_table) and bool(of_table[row.number])
