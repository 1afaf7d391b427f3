"""The variable tables of a run, merged into the columns of its matrices."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping, Sequence

import numpy as np

from tb_gradplugin.backend.tag_values import message_in
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


def usable_tags(contents: Mapping[str, bytes]) -> tuple[list[tags.Tag], list[str]]:
    """The tags that this version has a use for, and a sentence for each that is broken.

    Args:
      contents: name of each tag of a run -> its `plugin_data.content`.

    Raises:
      UnknownSchemaVersionError: a newer version wrote one of them.
    """
    usable, notes = [], []
    for name, content in sorted(contents.items()):
        try:
            encoding.require_known_content(content)
        except UnknownSchemaVersionError:
            raise
        except ValueError as error:
            notes.append(f"`{name}` is left out. {error}")
            continue
        tag = tags.parse(name)
        if tag is not None:
            usable.append(tag)
    return usable, notes


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


def without_table(usable: Iterable[tags.Tag], layout: Layout) -> list[str]:
    """A sentence for each table that tags belong to and that cannot be read."""
    missing = {tag.digest for tag in usable} - set(layout.columns)
    return [
        f"All rows that belong to `{tags.Tag(tags.VARIABLES, digest)}` are left out: "
        "it must be readable."
        for digest in sorted(missing)
    ]


_Reading = tuple[float, tuple[VariableRecord, ...], "Session | None"]


def _readings(tag: tags.Tag, events: Sequence[Announcement]) -> tuple[list[_Reading], list[str]]:
    """What each event says, and a sentence if there are some that say nothing."""
    read: list[_Reading] = []
    failures: list[str] = []
    for event in events:
        try:
            table, session = encoding.decode_table(message_in(event.content))
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
