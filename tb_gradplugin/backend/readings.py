"""From the tags of one run to its columns and matrices, without remembering anything."""

from __future__ import annotations

import dataclasses
import functools
import hashlib
from collections.abc import Iterable, Sequence

import numpy as np
from tensorboard.data import provider

from tb_gradplugin.backend import matrices, tables
from tb_gradplugin.backend.findings import RecordedFinding, read_findings
from tb_gradplugin.backend.tag_values import Form, TagValues
from tb_gradplugin.backend.tensors import Scope, Series, TensorReader, UnreadableTagError
from tb_gradplugin.schema import tags
from tb_gradplugin.schema.histogram import BINS, HISTOGRAM, VARIABLES_PER_CHUNK
from tb_gradplugin.schema.states import State
from tb_gradplugin.schema.statistics import STATE

_TABLE_SIZE_BYTES = 64 * 2**10
_MESSAGE_SIZE_BYTES = 256 * 2**10
_FINDING_SIZE_BYTES = 4096
_NAME_SIZE_BYTES = 100


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
    notes = []
    for digest, columns in layout.columns.items():
        tag = tags.Tag(kind, digest)
        if str(tag) not in series:
            continue
        try:
            size_bytes = columns.size * np.dtype(np.float32).itemsize
            events = reader.read(scope, run, str(tag), size_bytes)
        except UnreadableTagError as error:
            notes.append(str(error))
            continue
        written = _values(events)
        form = Form(absent.dtype, columns.shape, f"vector over {len(columns)} variables")
        rows, complaints = written.rows(tag, form, columns, layout.sessions)
        parts.append(rows)
        notes += complaints
    return matrices.merge(parts, len(layout.variables), absent, tuple(notes))


def read_histogram(
    reader: TensorReader,
    scope: Scope,
    run: str,
    series: Series,
    layout: tables.Layout,
    column: int,
) -> matrices.Matrix:
    """The histogram of magnitudes of one variable: uint8 [steps, `histogram.BINS`].

    Only what is asked for is kept: a chunk has up to 200 kB at each step.
    """
    parts = []
    notes = []
    for digest, columns in layout.columns.items():
        for place in np.flatnonzero(columns == column):
            chunk, row = divmod(int(place), VARIABLES_PER_CHUNK)
            tag = tags.Tag(HISTOGRAM, digest, f"{chunk:x}")
            if str(tag) not in series:
                continue
            size = min(VARIABLES_PER_CHUNK, len(columns) - chunk * VARIABLES_PER_CHUNK)
            try:
                events = reader.read(scope, run, str(tag), size * BINS)
            except UnreadableTagError as error:
                notes.append(str(error))
                continue
            written = _values(events)
            # What has another shape than the chunk stays as it is, and is told not to fit.
            rows_of_chunk = [
                array[row] if array is not None and array.shape == (size, BINS) else array
                for array in written.arrays
            ]
            written = dataclasses.replace(written, arrays=rows_of_chunk)
            form = Form(np.dtype(np.uint8), (BINS,), f"matrix of {size} variables by {BINS} bins")
            rows, complaints = written.rows(tag, form, np.arange(BINS), layout.sessions)
            parts.append(rows)
            notes += complaints
    return matrices.merge(parts, BINS, np.uint8(0), tuple(notes))


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
        return _values(events) if events else None


def _values(events: Sequence[provider.TensorDatum]) -> TagValues:
    return TagValues(
        [event.step for event in events],
        [event.wall_time for event in events],
        [event.numpy for event in events],
    )
