"""What the event files of one run hold, tag by tag."""

from __future__ import annotations

import pathlib
from typing import TypeAlias

import numpy as np

from tb_gradplugin.backend import event_files
from tb_gradplugin.backend.own_tags import OwnTags
from tb_gradplugin.backend.tag_values import TagValues
from tb_gradplugin.backend.tensor_arrays import array_of
from tb_gradplugin.schema import tags

_Place: TypeAlias = tuple[list[int], list[float], list["np.ndarray | None"]]
"""Steps, wall times and arrays of one tag."""


class RecordedTags:
    """All tags of one run that belong to this plugin.

    Attributes:
      contents: `plugin_data.content` of each, also of those that this version
        has no use for.
      size_bytes: of all records that were read.
    """

    def __init__(self, folder: pathlib.Path, notes: list[str]):
        """Reads all event files in `folder`.

        Args:
          folder: of one run.
          notes: gets one sentence for each piece that cannot be read.
        """
        paths = event_files.paths(folder)
        owned = OwnTags()
        self.contents = owned.contents
        self.size_bytes = 0
        self._values: dict[tags.Tag, _Place] = {}
        places: dict[str, _Place | None] = {}
        for _, event in event_files.events(paths, notes, self._advance):
            for value in event.summary.value:
                name = value.tag
                if name not in places:
                    is_ours = owned.owns(name, value.metadata.plugin_data)
                    if is_ours is None:
                        continue
                    places[name] = self._place(name) if is_ours else None
                place = places[name]
                if place is not None:
                    steps, wall_times, arrays = place
                    steps.append(event.step)
                    wall_times.append(event.wall_time)
                    arrays.append(array_of(value.tensor))

    def take(self, tag: tags.Tag) -> TagValues | None:
        """What was written to a tag, which is forgotten here; None where there is no such tag."""
        place = self._values.pop(tag, None)
        return None if place is None else TagValues(*place)

    def _advance(self, size: int) -> None:
        self.size_bytes += size

    def count(self, tag: tags.Tag) -> int:
        """How many events a tag has that was not taken yet."""
        place = self._values.get(tag)
        return 0 if place is None else len(place[0])

    def _place(self, name: str) -> _Place | None:
        """Where the values of a tag of ours go; None for one that is of no use."""
        tag = tags.parse(name)
        return None if tag is None else self._values.setdefault(tag, ([], [], []))
