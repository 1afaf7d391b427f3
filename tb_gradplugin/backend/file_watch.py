"""What the files of a log say of themselves, beside what TensorBoard reads in them.

TensorBoard ends a file at its first damaged record, and goes on with a file that
was replaced as if it were still the old one. Neither is told to a plugin. So the
files are looked at here, where they lie on this machine; of their numbers,
nothing is taken from them.
"""

from __future__ import annotations

import os
import pathlib
import threading
import time
from collections.abc import Collection

from tb_gradplugin.backend import event_files
from tb_gradplugin.backend.record_files import RecordFile
from tb_gradplugin.backend.row_times import RowTimes

_BYTES_PER_LOOK = 256 * 2**20
"""Read in at most a third of a second; what remains is read the next time."""

_BEING_WRITTEN_SECONDS = 10.0
"""For so long after the last change of a file, its last record may be yet to be completed."""


class _WatchedFile:
    """One file, from the first look at it on."""

    def __init__(self, path: pathlib.Path) -> None:
        self.records = RecordFile(path)
        self.mentions_us = False
        self._is_read = False
        self._inode = 0
        self._changed_at = 0.0
        self._loss = ""

    def read_on(self, most_bytes: int, times: RowTimes) -> int:
        """Reads at most so many bytes; returns how many it were."""
        path, records = self.records.path, self.records
        start = records.position
        try:
            now = path.stat()
            if self._is_another(now):
                self._loss = (
                    f"`{path.name}` was replaced or cut short after TensorBoard had begun to read "
                    "it. What stands in it now is shown when TensorBoard is started again."
                )
                return 0
            self._changed_at = now.st_mtime
            self._is_read = False
            for payload in records.payloads():
                self.mentions_us |= event_files.mentions_us(payload)
                times.see(path.name, payload)
                if records.position - start >= most_bytes:
                    break
            else:
                self._is_read = True
        except FileNotFoundError:
            self._loss = f"`{path.name}` is gone: what is shown of it is no longer in the log."
        except OSError as error:
            self._loss = f"`{path.name}` must be readable. Received: {error}"
        return records.position - start

    def sentences(self) -> list[str]:
        """What somebody who looks at the tab is to know of the file."""
        name, records = self.records.path.name, self.records
        if not (self.mentions_us or event_files.is_named_ours(records.path)):
            return []
        if self._loss:
            return [self._loss]
        if records.gaps:
            sentence = (
                f"`{name}` is read up to byte {records.gaps[0].start} of {records.size}: "
                "TensorBoard ends a file at its first damaged record. `tb-gradplugin check` and "
                "`tb_gradplugin.read` go on after it."
            )
            return [sentence]
        is_settled = time.time() - self._changed_at >= _BEING_WRITTEN_SECONDS
        return event_files.about_damage(records) if self._is_read and is_settled else []

    def _is_another(self, now: os.stat_result) -> bool:
        self._inode = self._inode or now.st_ino
        return now.st_ino != self._inode or now.st_size < self.records.position


class FileWatch:
    """Looks at the event files of a log folder. Several threads may use it."""

    def __init__(self, logdir: str | None) -> None:
        """Reads nothing yet.

        Args:
          logdir: as TensorBoard was given it; None, or not a folder of this machine: nothing is
            ever said.
        """
        self._logdir = pathlib.Path(logdir).expanduser() if logdir else None
        self._files: dict[str, dict[pathlib.Path, _WatchedFile]] = {}
        self._times: dict[str, RowTimes] = {}
        self._lock = threading.Lock()

    def look(self, listed: Collection[str]) -> dict[str, list[str]]:
        """What is to be said of the files, by run, where there is something.

        Args:
          listed: the runs that TensorBoard lists.

        Returns:
          Sentences of those, and of other runs of which a file of ours is all that is left.
        """
        if self._logdir is None or not self._logdir.is_dir():
            return {}
        with self._lock:
            left = _BYTES_PER_LOOK
            found = {}
            for run in (*listed, *self._unlisted(self._logdir, listed)):
                left -= self._read_on(self._logdir / run, run, left)
                sentences = self._sentences(run, is_listed=run in listed)
                if sentences:
                    found[run] = sentences
            return found

    def _unlisted(self, logdir: pathlib.Path, listed: Collection[str]) -> list[str]:
        names = (
            folder.relative_to(logdir).as_posix()
            for folder in event_files.folders(logdir)
            if any(map(event_files.is_named_ours, _paths(folder)))
        )
        return [name for name in names if name not in listed]

    def _read_on(self, folder: pathlib.Path, run: str, most_bytes: int) -> int:
        files = self._files.setdefault(run, {})
        times = self._times.setdefault(run, RowTimes())
        for path in _paths(folder):
            if path not in files:
                files[path] = _WatchedFile(path)
        read = 0
        for file in files.values():
            if read < most_bytes:
                read += file.read_on(most_bytes - read, times)
        return read

    def _sentences(self, run: str, is_listed: bool) -> list[str]:
        files = self._files[run].values()
        if not is_listed and any(file.mentions_us and not file.records.gaps for file in files):
            return []  # TensorBoard has not come to it yet.
        of_files = [sentence for file in files for sentence in file.sentences()]
        return of_files + self._times[run].sentences()


def _paths(folder: pathlib.Path) -> list[pathlib.Path]:
    """The event files of a run; none of one that is gone, which TensorBoard sees by itself."""
    try:
        return event_files.paths(folder)
    except OSError:
        return []
