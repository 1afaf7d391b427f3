"""What the data provider listed a moment ago."""

from __future__ import annotations

import threading
import time
from collections.abc import Mapping

from tb_gradplugin.backend.tensors import Series

FRESH_SECONDS = 2.0
"""How long a listing may be used again.

TensorBoard itself looks for new rows every 5 seconds unless told otherwise.
One question to the data server takes 44 ms when the answer is longer than
about 250 bytes, because two delays of TCP add up (Nagle's algorithm and the
delayed acknowledgement), and 0.3 ms otherwise; a page asks several questions
in a row.
"""


class RecentListings:
    """The tags of each run, for as long as they are fresh. Several threads may use it.

    Only the experiment asked for last is remembered: its id can be any text
    of an address.
    """

    def __init__(self, fresh_seconds: float = FRESH_SECONDS):
        self._fresh_seconds = fresh_seconds
        self._experiment_id = ""
        self._series: dict[str, tuple[float, Series]] = {}
        self._lock = threading.Lock()

    def remember(
        self, experiment_id: str, listing: Mapping[str, Series], whole: bool = False
    ) -> None:
        """Takes up what was listed just now; all other runs are gone if it is the `whole`.

        A run without tags could not be listed, which may pass: it is not remembered.
        """
        now = time.monotonic()
        with self._lock:
            if whole or experiment_id != self._experiment_id:
                self._series.clear()
            self._experiment_id = experiment_id
            self._series.update((run, (now, series)) for run, series in listing.items() if series)

    def find(self, experiment_id: str, run: str) -> Series | None:
        """The tags of a run, or None where they must be listed again."""
        with self._lock:
            if experiment_id != self._experiment_id or run not in self._series:
                return None
            then, series = self._series[run]
        return series if time.monotonic() - then < self._fresh_seconds else None
