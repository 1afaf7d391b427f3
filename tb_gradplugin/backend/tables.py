"""The variable tables of a run, merged into the columns of its matrices."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence

import numpy as np

from tb_gradplugin.schema import encoding, tags
from tb_gradplugin.schema.records import Session, VariableRecord
from tb_gradplugin.schema.version import UnknownSchemaVersionError


@dataclasses.dataclass(frozen=True)
class Announcement:
    """One event of a table's tag; `content` as read, whatever it is."""

    wall_time: float
    content: object


@dataclasses.dataclass(frozen=True)
class Layout:
    """What the columns of a run's matrices mean.

    Attributes:
      variables: one per column: those of the table announced last in its own
        order, then those that only older tables know.
      columns: digest of a table -> int64 [variables of the table], the column
        of each.
      sessions: all that were announced, by whatever table.
      notes: one sentence for each piece that could not be used.
    """

    variables: tuple[VariableRecord, ...]
    columns: Mapping[str, np.ndarray]
    sessions: tuple[Session, ...]
    notes: tuple[str, ...]


def lay_out(announcements: Mapping[str, Sequence[Announcement]]) -> Layout:
    """Merges all tables of a run by the names of their variables.

    Args:
      announcements: digest of each table -> its events. One table is announced
        by each session that uses it.

    Raises:
      UnknownSchemaVersionError: a table was written by a newer version.
    """
    tables: list[tuple[float, str, tuple[VariableRecord, ...]]] = []
    sessions: list[Session] = []
    notes: list[str] = []
    for digest, events in sorted(announcements.items()):
        tag = tags.Tag(tags.VARIABLES, digest)
        read, complaints = _readings(tag, events)
        notes += complaints
        sessions += [session for _, _, session in read if session is not None]
        if not read:
            continue
        wall_time, variables, _ = max(read, key=lambda reading: reading[0])
        if len({variable.name for variable in variables}) < len(variables):
            notes.append(f"The names in `{tag}` must be unique, so its rows are left out.")
            continue
        tables.append((wall_time, digest, variables))

    tables.sort(key=lambda table: table[0], reverse=True)
    column_of: dict[str, int] = {}
    merged: list[VariableRecord] = []
    for _, _, variables in tables:
        for variable in variables:
            if variable.name not in column_of:
                column_of[variable.name] = len(merged)
                merged.append(variable)
    columns = {
        digest: np.array([column_of[variable.name] for variable in variables], np.int64)
        for _, digest, variables in tables
    }
    return Layout(tuple(merged), columns, tuple(dict.fromkeys(sessions)), tuple(notes))


_Reading = tuple[float, tuple[VariableRecord, ...], "Session | None"]


def _readings(tag: tags.Tag, events: Sequence[Announcement]) -> tuple[list[_Reading], list[str]]:
    """What each event says, and a sentence if there are some that say nothing."""
    read: list[_Reading] = []
    failures: list[str] = []
    for event in events:
        try:
            table, session = encoding.decode_table(_message(event.content))
        except UnknownSchemaVersionError:
            raise
        except ValueError as error:
            failures.append(str(error))
            continue
        read.append((event.wall_time, table.variables, session))
    if not failures:
        return read, []
    return read, [
        f"{len(failures)} of {len(events)} events of `{tag}` cannot be read. {failures[0]}"
    ]


def _message(content: object) -> bytes:
    """The one string of a string tensor.

    Raises:
      ValueError: `content` is something else.
    """
    array = np.asarray(content)
    if array.shape == () and isinstance(array.item(), bytes):
        return bytes(array.item())
    raise ValueError(
        "A variable table must be a scalar string tensor. "
        f"Received: {array.dtype} tensor of shape {array.shape}"
    )
