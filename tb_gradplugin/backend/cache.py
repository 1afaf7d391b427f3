"""What was read once and is still what the log says."""

from __future__ import annotations

import collections
import dataclasses
import threading
from collections.abc import Callable, Hashable
from typing import TypeVar

T = TypeVar("T")

_GATES = 64


@dataclasses.dataclass(frozen=True)
class _Entry:
    version: Hashable
    value: object
    size_bytes: int


class VersionedCache:
    """Keeps one version of each value, the least recently used making room first.

    All methods may be called from several threads. A value that two threads ask
    for at the same time is made once.
    """

    def __init__(self, capacity_bytes: int):
        """Makes an empty cache that never holds more than `capacity_bytes`."""
        self._capacity_bytes = capacity_bytes
        self._size_bytes = 0
        self._entries: collections.OrderedDict[Hashable, _Entry] = collections.OrderedDict()
        self._lock = threading.Lock()
        # Striped: two keys that share a gate wait for each other, which is harmless.
        self._gates = [threading.Lock() for _ in range(_GATES)]

    @property
    def size_bytes(self) -> int:
        """What the values occupy together."""
        return self._size_bytes

    def fetch(
        self,
        key: Hashable,
        version: Hashable,
        make: Callable[[], T],
        measure: Callable[[T], int],
    ) -> T:
        """The value of `key` at `version`, made by `make` where it is not here.

        Args:
          key: names the value.
          version: changes whenever the value may have changed.
          make: returns the value; must not call `fetch` itself.
          measure: the size of a value in bytes.
        """
        with self._gates[hash(key) % _GATES]:
            with self._lock:
                entry = self._entries.get(key)
                if entry is not None and entry.version == version:
                    self._entries.move_to_end(key)
                    return entry.value  # type: ignore[return-value]
            value = make()
            self._keep(key, _Entry(version, value, measure(value)))
            return value

    def latest(self, key: Hashable) -> object | None:
        """The value of `key` at whatever version is here, or None."""
        with self._lock:
            entry = self._entries.get(key)
            return None if entry is None else entry.value

    def _keep(self, key: Hashable, entry: _Entry) -> None:
        with self._lock:
            replaced = self._entries.pop(key, None)
            if replaced is not None:
                self._size_bytes -= replaced.size_bytes
            if entry.size_bytes > self._capacity_bytes:
                return
            self._entries[key] = entry
            self._size_bytes += entry.size_bytes
            while self._size_bytes > self._capacity_bytes:
                _, oldest = self._entries.popitem(last=False)
                self._size_bytes -= oldest.size_bytes
