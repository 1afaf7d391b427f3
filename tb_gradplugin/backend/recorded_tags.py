"""What the event files of one run hold, tag by tag."""

from __future__ import annotations

import pathlib
from typing import TypeAlias

import numpy as np
from tensorboard.compat.proto import summary_pb2

from tb_gradplugin.backend import event_files
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
        self.contents: dict[str, bytes] = {}
        self.size_bytes = 0
        self._values: dict[tags.Tag, _Place] = {}
        places: dict[str, _Place | None] = {}
        for event in event_files.events(folder, notes, self._advance):
            for value in event.summary.value:
                name = value.tag
                if name not in places:
                    places[name] = self._place(name, value.metadata.plugin_data)
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

    def _place(
        self, name: str, plugin_data: summary_pb2.SummaryMetadata.PluginData
    ) -> _Place | None:
        """Where the values of a tag go; None for one that is not ours or of no use."""
        # As in TensorBoard, what comes with the first value of a tag decides whose it is.
        if plugin_data.plugin_name != tags.PLUGIN_NAME:
            return None
        self.contents[name] = plugin_data.content
        tag = tags.parse(name)
        return None if tag is None else self._values.setdefault(tag, ([], [], []))
