"""The last message of each tag of a kind: of those, nothing earlier counts."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable
from typing import TypeVar

import numpy as np

from tb_gradplugin.backend.recorded_tags import RecordedTags
from tb_gradplugin.backend.tables import Layout
from tb_gradplugin.schema import tags

T = TypeVar("T")


def read_last_messages(
    recorded: RecordedTags,
    usable: Iterable[tags.Tag],
    layout: Layout,
    kind: str,
    decode: Callable[..., T],
) -> tuple[list[tuple[tags.Tag, np.ndarray, T]], list[str]]:
    """Reads the tags of one kind whose variable table is known.

    Args:
      recorded: what the files hold.
      usable: the tags that this version can read.
      layout: the merged variable tables.
      kind: of the tags.
      decode: takes the serialized message and `variables`, how many its table
        has; raises ValueError where it is none.

    Returns:
      Each tag with the columns of its variables and its message, and a sentence
      for each message that cannot be used.

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
        decoded = functools.partial(decode, variables=len(columns))
        message, complaint = values.last_message(tag, decoded)
        if complaint:
            notes.append(complaint)
        if message is not None:
            found.append((tag, columns, message))
    return found, notes
