"""From the tags of one run to its columns and matrices, without remembering anything."""

from __future__ import annotations

import dataclasses
import hashlib
from collections.abc import Iterable, Sequence

import numpy as np
from tensorboard.data import provider

from tb_gradplugin.backend import matrices, tables
from tb_gradplugin.backend.history import surviving
from tb_gradplugin.backend.tensors import Scope, Series, TensorReader, UnreadableTagError
from tb_gradplugin.schema import encoding, tags
from tb_gradplugin.schema.records import Session
from tb_gradplugin.schema.states import State
from tb_gradplugin.schema.statistics import STATE
from tb_gradplugin.schema.version import UnknownSchemaVersionError

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
    usable, notes = _usable_tags(series)
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
    notes += layout.notes
    for digest in sorted({tag.digest for tag in usable} - set(layout.columns)):
        table = tags.Tag(tags.VARIABLES, digest)
        notes.append(f"All rows that belong to `{table}` are left out: it must be readable.")
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
        tag = str(tags.Tag(kind, digest))
        if tag not in series:
            continue
        try:
            events = reader.read(scope, run, tag, columns.size * np.dtype(np.float32).itemsize)
        except UnreadableTagError as error:
            notes.append(str(error))
            continue
        rows, misfits = _rows(events, columns, absent.dtype, layout.sessions)
        parts.append(rows)
        if misfits:
            notes.append(
                f"{misfits} of {len(events)} events of `{tag}` are left out: each must be a "
                f"{absent.dtype} vector over {len(columns)} variables."
            )
    return matrices.merge(parts, len(layout.variables), absent, tuple(notes))


def _usable_tags(series: Series) -> tuple[list[tags.Tag], list[str]]:
    """The tags that this version has a use for, and a sentence for each that is broken.

    Raises:
      UnknownSchemaVersionError: a newer version wrote one of them.
    """
    usable, notes = [], []
    for name, time_series in sorted(series.items()):
        try:
            encoding.require_known_content(time_series.plugin_content)
        except UnknownSchemaVersionError:
            raise
        except ValueError as error:
            notes.append(f"`{name}` is left out. {error}")
            continue
        tag = tags.parse(name)
        if tag is not None:
            usable.append(tag)
    return usable, notes


def _rows(
    events: Sequence[provider.TensorDatum],
    columns: np.ndarray,
    dtype: np.dtype,
    sessions: Sequence[Session],
) -> tuple[matrices.Rows, int]:
    """The events that count and fit, and the number of those that do not fit."""
    steps = np.array([event.step for event in events], np.int64)
    wall_times = np.array([event.wall_time for event in events], np.float64)
    fits = np.array(
        [event.numpy.dtype == dtype and event.numpy.shape == columns.shape for event in events],
        bool,
    )
    # An event that does not fit is still a sign of a restart.
    kept = surviving(steps, wall_times, sessions)
    kept = kept[fits[kept]]
    values = np.empty((len(kept), len(columns)), dtype)
    for row, index in enumerate(kept):
        values[row] = events[index].numpy
    return matrices.Rows(columns, steps[kept], wall_times[kept], values), int(np.sum(~fits))
