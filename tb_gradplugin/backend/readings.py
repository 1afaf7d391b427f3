"""From the tags of one run to its columns and matrices, without remembering anything."""

from __future__ import annotations

import dataclasses
import functools
import hashlib
from collections.abc import Iterable, Sequence

import numpy as np
from tensorboard.data import provider

from tb_gradplugin.backend import judging, matrices, tables
from tb_gradplugin.backend.findings import RecordedFinding, read_findings
from tb_gradplugin.backend.said_verdicts import RecordedVerdict, read_said_verdicts
from tb_gradplugin.backend.tag_values import Form, TagValues
from tb_gradplugin.backend.tensors import Scope, Series, TensorReader, UnreadableTagError
from tb_gradplugin.backend.totals import read_counters
from tb_gradplugin.health.block import SCALARS
from tb_gradplugin.schema import tags
from tb_gradplugin.schema.states import State
from tb_gradplugin.schema.statistics import STATE

_TABLE_SIZE_BYTES = 64 * 2**10
_MESSAGE_SIZE_BYTES = 256 * 2**10
_FINDING_SIZE_BYTES = 4096
_NAME_SIZE_BYTES = 100
_COUNT_SIZE_BYTES = 200


def revision(series: Series, kinds: Iterable[str] | None = None) -> str:
    """Changes with the names of the tags, and with what was written last to each.

    Args:
      series: the tags of one run.
      kinds: if given, only what was written to tags of these kinds counts.
    """
    lines = []
    for name, time_series in sorted(series.items()):
        tag = tags.parse(name)
        counts = kinds is None or (tag is not None and tag.kind in kinds)
        last = (time_series.max_step, time_series.max_wall_time) if counts else ()
        lines.append(f"{name!r} {last!r}")
    return hashlib.blake2s("\n".join(lines).encode(), digest_size=8).hexdigest()


def read_layout(reader: TensorReader, scope: Scope, run: str, series: Series) -> tables.Layout:
    """The merged variable tables of a run.

    Raises:
      UnknownSchemaVersionError: a newer version wrote the run.
    """
    contents = {name: time_series.plugin_content for name, time_series in series.items()}
    usable, notes = tables.usable_tags(contents)
    announcements = {}
    for tag in usable:
        if tag.kind != tags.VARIABLES:
            continue
        try:
            events = reader.read(scope, run, str(tag), _TABLE_SIZE_BYTES)
        except UnreadableTagError as error:
            notes.append(str(error))
            continue
        announcements[tag.digest] = [
            tables.Announcement(event.wall_time, event.numpy) for event in events
        ]
    layout = tables.lay_out(announcements)
    notes += [*layout.notes, *tables.without_table(usable, layout)]
    return dataclasses.replace(layout, notes=tuple(notes))


def read_matrix(
    reader: TensorReader,
    scope: Scope,
    run: str,
    series: Series,
    layout: tables.Layout,
    kind: str,
) -> matrices.Matrix:
    """The values of one statistic of a run, or its states (`kind` is "state")."""
    absent = np.uint8(State.NOT_RECORDED) if kind == STATE else np.float32(np.nan)
    parts = []
    notes: list[str] = []
    for digest, columns in layout.columns.items():
        tag = tags.Tag(kind, digest)
        if str(tag) not in series:
            continue
        try:
            size_bytes = columns.size * np.dtype(np.float32).itemsize
            events = reader.read(scope, run, str(tag), size_bytes, notes)
        except UnreadableTagError as error:
            notes.append(str(error))
            continue
        written = values_of(events)
        form = Form(absent.dtype, columns.shape, f"vector over {len(columns)} variables")
        rows, complaints = written.rows(tag, form, columns, layout.sessions)
        parts.append(rows)
        notes += complaints
    return matrices.merge(parts, len(layout.variables), absent, tuple(notes))


def read_judged_tables(
    reader: TensorReader,
    scope: Scope,
    run: str,
    series: Series,
    layout: tables.Layout,
    steps: np.ndarray,
) -> TablesOfRun:
    """What else than its matrices a run is judged by.

    Args:
      reader: asks the data provider.
      scope: see `Scope`.
      run: name of the run.
      series: its tags.
      layout: its merged variable tables.
      steps: int64 [steps], those of the matrices.

    Raises:
      UnknownSchemaVersionError: a newer version wrote it.
    """
    contents = {name: time_series.plugin_content for name, time_series in series.items()}
    usable, _ = tables.usable_tags(contents)  # read_layout has told what is not
    provided = _Provided(reader, scope, run)
    counted, notes = read_counters(provided, usable, layout)
    counters = judging.lasting_counters(
        ((last.tag.digest, last.tag.part, last.message) for last in counted), layout.sessions
    )
    found = []
    for digest, columns in layout.columns.items():
        scalars = {}
        for kind in SCALARS:
            matrix, complaints = _scalar(provided, tags.Tag(kind, digest), usable, layout)
            scalars[kind] = matrices.aligned(matrix, steps)[:, 0]
            notes += complaints
        found.append(judging.JudgedTable(digest, columns, scalars, counters.get(digest, {})))
    said, about_said = read_said_verdicts(provided, usable, layout)
    return TablesOfRun(tuple(found), said, (*provided.notes, *notes, *about_said))


def _scalar(
    provided: _Provided, tag: tags.Tag, usable: Sequence[tags.Tag], layout: tables.Layout
) -> tuple[matrices.Matrix, list[str]]:
    values = provided.take(tag) if tag in usable else None
    rows: list[matrices.Rows] = []
    notes: list[str] = []
    if values is not None:
        form = Form(np.dtype(np.float32), (), "scalar")
        found, notes = values.rows(tag, form, np.zeros(1, np.int64), layout.sessions)
        rows = [found]
    return matrices.merge(rows, 1, np.float32(np.nan)), notes


@dataclasses.dataclass(frozen=True)
class TablesOfRun:
    """The variable tables of a run, and what was said of them while training.

    `notes` has a sentence for each piece that was left out.
    """

    tables: tuple[judging.JudgedTable, ...]
    said: tuple[RecordedVerdict, ...]
    notes: tuple[str, ...]

    @property
    def size_bytes(self) -> int:
        """What they occupy, roughly."""
        numbers = sum(
            sum(array.nbytes for array in table.scalars.values())
            + sum(_COUNT_SIZE_BYTES * len(c.variables) for c in table.counters.values())
            for table in self.tables
        )
        names = sum(len(one.verdict.variables) for one in self.said)
        return _FINDING_SIZE_BYTES * (1 + len(self.said)) + _NAME_SIZE_BYTES * names + numbers


@dataclasses.dataclass(frozen=True)
class FindingsOfRun:
    """Findings, worst first; `notes` has a sentence for each message that was left out."""

    findings: tuple[RecordedFinding, ...]
    notes: tuple[str, ...]

    @property
    def size_bytes(self) -> int:
        """What they occupy, roughly."""
        variables = sum(len(finding.variables) for finding in self.findings)
        return _FINDING_SIZE_BYTES * (1 + len(self.findings)) + _NAME_SIZE_BYTES * variables


def read_run_findings(
    reader: TensorReader, scope: Scope, run: str, series: Series, layout: tables.Layout
) -> FindingsOfRun:
    """What was found out about a run.

    Raises:
      UnknownSchemaVersionError: a newer version wrote it.
    """
    contents = {name: time_series.plugin_content for name, time_series in series.items()}
    usable, _ = tables.usable_tags(contents)  # read_layout has told what is not
    provided = _Provided(reader, scope, run)
    findings, notes = read_findings(provided, usable, layout)
    return FindingsOfRun(findings, (*provided.notes, *notes))


class _Provided:
    """The tags of one run, as the data provider gives them."""

    def __init__(self, reader: TensorReader, scope: Scope, run: str):
        self._ask = functools.partial(reader.read, scope, run)
        self.notes: list[str] = []

    def take(self, tag: tags.Tag) -> TagValues | None:
        """What was written to a tag; None, and a note, where it cannot be read."""
        try:
            events = self._ask(str(tag), _MESSAGE_SIZE_BYTES)
        except UnreadableTagError as error:
            self.notes.append(str(error))
            return None
        return values_of(events) if events else None


def values_of(events: Sequence[provider.TensorDatum]) -> TagValues:
    """The events of a tag in the form that is common to all ways of reading."""
    return TagValues(
        [event.step for event in events],
        [event.wall_time for event in events],
        [event.numpy for event in events],
    )
