"""From the tags of one run to its columns and matrices, without remembering anything."""

from __future__ import annotations

import dataclasses
import hashlib
from collections.abc import Iterable

import numpy as np

from tb_gradplugin.backend import matrices, tables
from tb_gradplugin.backend.tag_values import Form, TagValues
from tb_gradplugin.backend.tensors import Scope, Series, TensorReader, UnreadableTagError
from tb_gradplugin.schema import tags
from tb_gradplugin.schema.states import State
from tb_gradplugin.schema.statistics import STATE

_TABLE_SIZE_BYTES = 64 * 2**10


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
        written = TagValues(
            [event.step for event in events],
            [event.wall_time for event in events],
            [event.numpy for event in events],
        )
        form = Form(absent.dtype, columns.shape, f"vector over {len(columns)} variables")
        rows, complaints = written.rows(tag, form, columns, layout.sessions)
        parts.append(rows)
        notes += complaints
    return matrices.merge(parts, len(layout.variables), absent, tuple(notes))
