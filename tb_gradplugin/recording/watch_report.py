"""When what the watchdog counted is written."""

from __future__ import annotations

from collections.abc import Iterator

from tb_gradplugin.recording.tally import Tally
from tb_gradplugin.schema import encoding, records, tags

_FREE_REPORTS = 64
"""Reports on changed counts beyond those that go with rows.

So the first sick steps are known at once, and a gradient that is sick on every
step of a long training does not fill the disk with its counts.
"""


class WatchReport:
    """Decides which counts and incidents of one tally are news."""

    def __init__(self, tally: Tally) -> None:
        """Starts with nothing told."""
        self._tally = tally
        self._told: records.Counters | None = None
        self._free = _FREE_REPORTS
        self._incident_told = False

    def news(
        self, all_changes: bool, counted: records.Counters | None = None
    ) -> Iterator[tuple[str, int, bytes]]:
        """What is to be written now, as (kind of tag, step, serialized message).

        Args:
          all_changes: whether every change counts, or only sick gradients.
          counted: what the tally has counted, where the caller has just read it.
        """
        told = self._told
        if told is not None and not all_changes and self._tally.is_still(told):
            return
        counters = self._tally.read() if counted is None else counted
        if not counters.steps:
            return
        sick = bool(counters.variables) and (told is None or counters.variables != told.variables)
        if sick and not all_changes:
            sick, self._free = self._free > 0, self._free - 1
        if sick or (all_changes and counters != told):
            # The step of a message is the number of steps that it speaks of.
            yield tags.COUNTERS, counters.steps, encoding.encode_counters(counters)
            # Only now: what could not be written is told again.
            self._told = counters
        if counters.variables and not self._incident_told:
            incident = self._tally.read_incident()
            if incident is not None:
                yield tags.INCIDENT, incident.step, encoding.encode_incident(incident)
                self._incident_told = True
