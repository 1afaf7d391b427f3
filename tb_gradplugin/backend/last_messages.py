"""The last message of each tag of a kind: of those, nothing earlier counts."""

from __future__ import annotations

import dataclasses
import functools
from collections.abc import Callable, Iterable
from typing import Generic, Protocol, TypeVar

import numpy as np

from tb_gradplugin.backend.tables import Layout
from tb_gradplugin.backend.tag_values import TagValues
from tb_gradplugin.schema import tags

T = TypeVar("T")


class Recorded(Protocol):
    """What a run holds: its files themselves, or what the data provider gives of them."""

    def take(self, tag: tags.Tag) -> TagValues | None:
        """What was written to a tag; None where there is nothing that can be read."""


@dataclasses.dataclass(frozen=True, eq=False)
class LastMessage(Generic[T]):
    """What one tag said last.

    Attributes:
      tag: its part is the id of the session.
      columns: int64 [variables of the tag], the column of each.
      message: as it was decoded.
      wall_time: at which the tag was last written to, seconds since the epoch.
    """

    tag: tags.Tag
    columns: np.ndarray
    message: T
    wall_time: float


def read_last_messages(
    recorded: Recorded,
    usable: Iterable[tags.Tag],
    layout: Layout,
    kind: str,
    decode: Callable[..., T],
) -> tuple[list[LastMessage[T]], list[str]]:
    """Reads the tags of one kind whose variable table is known.

    Args:
      recorded: what the run holds.
      usable: the tags that this version can read.
      layout: the merged variable tables.
      kind: of the tags.
      decode: takes the serialized message and `variables`, the names of its
        table; raises ValueError where it is none.

    Returns:
      The last message of each tag, and a sentence for each that cannot be used.

    Raises:
      UnknownSchemaVersionError: a newer version wrote one of them.
    """
    found, notes = [], []
    for tag in usable:
        if tag.kind != kind or tag.digest not in layout.columns:
            continue
        values = recorded.take(tag)
        if values is None:
            continue
        columns = layout.columns[tag.digest]
        names = [layout.variables[column].name for column in columns]
        decoded = functools.partial(decode, variables=names)
        message, complaint = values.last_message(tag, decoded)
        if complaint:
            notes.append(complaint)
        if message is not None:
            found.append(LastMessage(tag, columns, message, max(values.wall_times)))
    return found, notes
