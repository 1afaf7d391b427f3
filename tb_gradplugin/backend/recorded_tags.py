"""What the event files of one run hold, tag by tag."""

from __future__ import annotations

import pathlib
from typing import TypeAlias

import numpy as np
from tensorboard.compat.proto import tensor_pb2, types_pb2
from tensorboard.util import tensor_util

from tb_gradplugin.backend import event_files
from tb_gradplugin.backend.own_tags import OwnTags
from tb_gradplugin.backend.tag_values import TagValues
from tb_gradplugin.schema import tags

DTYPES: dict[int, np.dtype] = {
    types_pb2.DT_FLOAT: np.dtype("<f4"),
    types_pb2.DT_UINT8: np.dtype(np.uint8),
}
"""Of the tensors whose bytes are taken as they are, by TensorFlow's number."""

_Place: TypeAlias = tuple[list[int], list[float], list["np.ndarray | None"]]
"""Steps, wall times and arrays of one tag."""


class RecordedTags:
    """All tags of one run that belong to this plugin.

    Attributes:
      contents: `plugin_data.content` of each, also of those that this version
        has no use for.
    """

    def __init__(self, folder: pathlib.Path, notes: list[str]):
        """Reads all event files in `folder`.

        Args:
          folder: of one run.
          notes: gets one sentence for each piece that cannot be read.
        """
        owned = OwnTags()
        self.contents = owned.contents
        self._values: dict[tags.Tag, _Place] = {}
        places: dict[str, _Place | None] = {}
        for _, event in event_files.events(event_files.paths(folder), notes):
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

    def _place(self, name: str) -> _Place | None:
        """Where the values of a tag of ours go; None for one that is of no use."""
        tag = tags.parse(name)
        return None if tag is None else self._values.setdefault(tag, ([], [], []))


def array_of(tensor: tensor_pb2.TensorProto) -> np.ndarray | None:
    """The numbers or strings of a tensor message; None where they do not make an array."""
    dtype = DTYPES.get(tensor.dtype)
    try:
        if dtype is None:
            return tensor_util.make_ndarray(tensor)
        # `make_ndarray` would copy the bytes, or take the elements one by one.
        shape = [dim.size for dim in tensor.tensor_shape.dim]
        if tensor.tensor_content:
            return np.frombuffer(tensor.tensor_content, dtype).reshape(shape)
        elements = tensor.float_val if tensor.dtype == types_pb2.DT_FLOAT else tensor.int_val
        array = np.array(elements, dtype)
        # A single number stands for as many as the shape asks for.
        return np.full(shape, array[0]) if array.size == 1 else array.reshape(shape)
    except (TypeError, ValueError, OverflowError):
        return None
