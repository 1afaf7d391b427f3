"""The event files of one run, read through once in constant memory."""

from __future__ import annotations

import array
import collections
import dataclasses
import pathlib
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from typing import TypeAlias

import numpy as np
from tensorboard.compat.proto import event_pb2, summary_pb2, tensor_pb2

from tb_gradplugin.backend import event_files
from tb_gradplugin.backend.own_tags import OwnTags
from tb_gradplugin.backend.tables import Announcement
from tb_gradplugin.backend.tag_values import TagValues
from tb_gradplugin.backend.tensor_arrays import DTYPES, array_of
from tb_gradplugin.schema import tags

_MESSAGES = frozenset((tags.VARIABLES, *tags.OF_SESSIONS))

_KEPT_MESSAGES = 4
"""Of a tag of which the last message counts; more than one, as one may be damaged."""

_Event: TypeAlias = tuple[int, float, "np.ndarray | None"]
"""Step, wall time and value of a message."""

Row = Mapping[str, np.ndarray]
"""Kind of tag -> its array, as it is written."""


@dataclasses.dataclass(frozen=True, eq=False)
class StreamedRow:
    """One row of one variable table.

    Attributes:
      digest: of the table.
      number: how many rows of that table come before it in the files.
      step: of the row.
      values: those that were asked for and can be read.
    """

    digest: str
    number: int
    step: int
    values: Row


class _Place:
    """What a tag is; `tag` is None for one that is not ours or of no use."""

    __slots__ = ("digest", "is_of_row", "is_wanted", "kind", "tag")

    def __init__(self, tag: tags.Tag | None, wanted: Collection[str]) -> None:
        self.tag = tag
        self.kind = tag.kind if tag else ""
        self.digest = tag.digest if tag else ""
        self.is_of_row = tag is not None and tag.kind not in _MESSAGES
        self.is_wanted = self.kind in wanted


class StreamedEvents:
    """What is kept of a run while its rows pass by.

    That is all that is not a row, and of each row when it was written.

    Attributes:
      contents: `plugin_data.content` of each of our tags.
      notes: a sentence for each piece that cannot be read.
      times: digest of a table -> steps and wall times of its rows, in the order of the files.
    """

    def __init__(self, paths: Sequence[pathlib.Path], kinds: Collection[str]) -> None:
        """Prepares; nothing is read before `rows`.

        Args:
          paths: the event files of one run, in the order in which they are to be read.
          kinds: of tags that rows are to hold.
        """
        self._owned = OwnTags()
        self.contents = self._owned.contents
        self.notes: list[str] = []
        self.times: dict[str, tuple[array.array[int], array.array[float]]] = {}
        self._paths = tuple(paths)
        self._starts: dict[pathlib.Path, float] = {}
        self._kinds = frozenset(kinds)
        self._places: dict[str, _Place] = {}
        self._messages: dict[tags.Tag, collections.deque[_Event]] = {}
        self._tables: dict[str, list[_Event]] = {}

    def rows(self, advance: Callable[[int], None]) -> Iterator[StreamedRow]:
        """Every row of every table, in the order of the files.

        Args:
          advance: is told how many bytes were read since the last time.
        """
        for path, event in event_files.events(self._paths, self.notes, advance):
            for digest, values in self._rows_of(event).items():
                steps, wall_times = self.times.setdefault(
                    digest, (array.array("q"), array.array("d"))
                )
                steps.append(event.step)
                wall_times.append(event.wall_time)
                self._starts.setdefault(path, event.wall_time)
                yield StreamedRow(digest, len(steps) - 1, event.step, values)

    @property
    def paths_by_start(self) -> list[pathlib.Path]:
        """The files that have rows, in the order of their first ones."""
        return sorted(self._starts, key=lambda path: self._starts[path])

    @property
    def is_in_order(self) -> bool:
        """Whether the files were read in the order in which they were written."""
        return self.paths_by_start == list(self._starts)

    def take(self, tag: tags.Tag) -> TagValues | None:
        """What was written last to a tag that holds messages."""
        kept = self._messages.get(tag)
        return TagValues(*zip(*kept, strict=True)) if kept else None

    def announcements(self, digest: str, first: int = 0) -> list[Announcement]:
        """The events that announce a table, from the one of that number on."""
        kept = self._tables.get(digest, [])
        return [Announcement(wall_time, array) for _, wall_time, array in kept[first:]]

    def _rows_of(self, event: event_pb2.Event) -> dict[str, dict[str, np.ndarray]]:
        """Digest of each table that an event has a row of -> kind -> array; keeps the messages."""
        found: dict[str, dict[str, np.ndarray]] = {}
        for value in event.summary.value:
            place = self._places.get(value.tag)
            if place is None:
                place = self._place(value.tag, value.metadata.plugin_data)
            if place.is_of_row:
                row = found.get(place.digest)
                if row is None:
                    row = found[place.digest] = {}
                if place.is_wanted:
                    numbers = _numbers(value.tensor)
                    if numbers is not None:
                        row[place.kind] = numbers
            elif place.tag is not None:
                self._keep(place.tag, event, value)
        return found

    def _place(self, name: str, plugin_data: summary_pb2.SummaryMetadata.PluginData) -> _Place:
        """What to do with a value of a tag that is not settled."""
        is_ours = self._owned.owns(name, plugin_data)
        place = _Place(tags.parse(name) if is_ours else None, self._kinds)
        if is_ours is not None:
            self._places[name] = place
        return place

    def _keep(
        self, tag: tags.Tag, event: event_pb2.Event, value: summary_pb2.Summary.Value
    ) -> None:
        found = event.step, event.wall_time, array_of(value.tensor)
        if tag.kind == tags.VARIABLES:
            # A table is announced once by each session, and every session counts.
            self._tables.setdefault(tag.digest, []).append(found)
        else:
            kept = self._messages.setdefault(tag, collections.deque(maxlen=_KEPT_MESSAGES))
            kept.append(found)


def _numbers(tensor: tensor_pb2.TensorProto) -> np.ndarray | None:
    """The elements of a tensor; a scalar has no axis, and all others have the one that rows have.

    None where they do not make an array.
    """
    content = tensor.tensor_content
    dtype = DTYPES.get(tensor.dtype)
    if not content or dtype is None or len(content) % dtype.itemsize:
        return array_of(tensor)
    numbers = np.frombuffer(content, dtype)
    return numbers if tensor.tensor_shape.dim else numbers[0]
