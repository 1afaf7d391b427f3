"""When the rows of each file of a run were written, and what that tells of its writers."""

from __future__ import annotations

import itertools
import struct

from tb_gradplugin.schema import tags
from tb_gradplugin.schema.statistics import STATE

_STATE_TAG = f"{tags.PLUGIN_NAME}/{STATE}/".encode()
_DIGEST_BYTES = 8
_WALL_TIME = struct.Struct("<xd")
_WALL_TIME_KEY = b"\x09"
"""Of the first field of an Event, a double. Every writer puts it first."""


class RowTimes:
    """The first and the last row of each variable table in each file."""

    def __init__(self) -> None:
        """Has seen no row."""
        self._spans: dict[bytes, dict[str, tuple[float, float]]] = {}

    def see(self, file_name: str, payload: bytes) -> None:
        """Takes up an event, where it has a row.

        Args:
          file_name: of the file that it stands in.
          payload: the serialized event.
        """
        place = payload.find(_STATE_TAG)
        if place < 0 or not payload.startswith(_WALL_TIME_KEY):
            return
        place += len(_STATE_TAG)
        spans = self._spans.setdefault(payload[place : place + _DIGEST_BYTES], {})
        (wall_time,) = _WALL_TIME.unpack_from(payload)
        first, last = spans.get(file_name, (wall_time, wall_time))
        spans[file_name] = min(first, wall_time), max(last, wall_time)

    def sentences(self) -> list[str]:
        """One for each two files with rows of one table that were written at the same time."""
        found: dict[tuple[str, str], None] = {}
        for spans in self._spans.values():
            in_order = sorted(spans, key=lambda name: spans[name])
            for place, earlier in enumerate(in_order, 1):
                for later in itertools.islice(in_order, place, None):
                    if spans[later][0] >= spans[earlier][1]:
                        break  # So are all that begin after it.
                    found[earlier, later] = None
        return [
            f"`{later}` was begun before `{earlier}` was finished: a run must have one writer at a "
            "time. Rows of the latter are left out where the former has the same step or an "
            "earlier one."
            for earlier, later in found
        ]
