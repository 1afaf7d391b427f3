"""What the files of a log say of themselves, beside what TensorBoard reads in them.

TensorBoard ends a file at its first damaged record, and goes on with a file that
was replaced as if it were still the old one. Neither is told to a plugin. So the
files are looked at here, where they lie on this machine; of their numbers,
nothing is taken from them.
"""

from __future__ import annotations

import concurrent.futures
import math
import os
import pathlib
import threading
import time
from collections.abc import Collection

from tb_gradplugin.backend import event_files
from tb_gradplugin.backend.record_files import RecordFile
from tb_gradplugin.backend.row_times import RowTimes

_SECONDS_PER_LOOK = 0.3
"""In which 200 MB are read; what remains is read the next time."""

_FRESH_SECONDS = 5.0
"""How long what was found holds: as TensorBoard, which looks for new rows so often."""

_PATIENCE_SECONDS = 0.05
"""For which an answer waits for what a look finds; after that, the next answer has it."""

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
        self._no_event_at: int | None = None

    def read_on(self, deadline: float, times: RowTimes) -> None:
        """Reads a record, and more until `deadline` on the monotonic clock."""
        path, records = self.records.path, self.records
        try:
            now = path.stat()
            if self._is_another(now):
                self._loss = (
                    f"`{path.name}` was replaced or cut short after TensorBoard had begun to read "
                    "it. What stands in it now is shown when TensorBoard is started again."
                )
                return
            self._changed_at = now.st_mtime
            if self._is_read and now.st_size == records.size:
                return
            self._is_read = False
            for payload in records.payloads():
                self.mentions_us |= event_files.mentions_us(payload)
                times.see(path.name, payload)
                if self._no_event_at is None and not event_files.is_event(payload):
                    self._no_event_at = records.start_of(payload)
                if time.monotonic() >= deadline:
                    break
            else:
                self._is_read = True
        except FileNotFoundError:
            self._loss = f"`{path.name}` is gone: what is shown of it is no longer in the log."
        except OSError as error:
            self._loss = f"`{path.name}` must be readable. Received: {error}"

    def sentences(self) -> list[str]:
        """What somebody who looks at the tab is to know of the file."""
        name, records = self.records.path.name, self.records
        if not (self.mentions_us or event_files.is_named_ours(records.path)):
            return []
        if self._loss:
            return [self._loss]
        if self.ends_at is not None:
            sentence = (
                f"`{name}` is read up to byte {self.ends_at} of {records.size}: "
                "TensorBoard ends a file at its first damaged record. `tb-gradplugin check` and "
                "`tb_gradplugin.read` go on after it."
            )
            return [sentence]
        is_settled = time.time() - self._changed_at >= _BEING_WRITTEN_SECONDS
        return event_files.about_damage(records) if self._is_read and is_settled else []

    @property
    def ends_at(self) -> int | None:
        """Where TensorBoard ends the file; None where it reads all that is whole."""
        ends = [gap.start for gap in self.records.gaps[:1]]
        if self._no_event_at is not None:
            ends.append(self._no_event_at)
        return min(ends, default=None)

    def _is_another(self, now: os.stat_result) -> bool:
        self._inode = self._inode or now.st_ino
        return now.st_ino != self._inode or now.st_size < self.records.position


class FileWatch:
    """Looks at the event files of a log folder, beside the requests. Several threads may use it."""

    def __init__(
        self,
        logdir: str | None,
        fresh_seconds: float = _FRESH_SECONDS,
        patience_seconds: float = _PATIENCE_SECONDS,
    ) -> None:
        """Reads nothing yet.

        Args:
          logdir: as TensorBoard was given it; None, or not a folder of this machine: nothing is
            ever said.
          fresh_seconds: for which what was found is not looked for again.
          patience_seconds: for which `look` waits at most.
        """
        self._fresh_seconds = fresh_seconds
        self._patience_seconds = patience_seconds
        self._found: dict[str, list[str]] = {}
        self._found_of: set[str] = set()
        self._found_at = -math.inf
        self._logdir = pathlib.Path(logdir).expanduser() if logdir else None
        self._files: dict[str, dict[pathlib.Path, _WatchedFile]] = {}
        self._times: dict[str, RowTimes] = {}
        self._lock = threading.Lock()
        self._looking: concurrent.futures.Future[dict[str, list[str]]] | None = None
        # What a look knows of the files belongs to this one thread.
        self._looker = concurrent.futures.ThreadPoolExecutor(1, "gradient_health_files")

    def look(self, listed: Collection[str]) -> dict[str, list[str]]:
        """What is to be said of the files, by run, where there is something.

        Args:
          listed: the runs that TensorBoard lists.

        Returns:
          Sentences of those, and of other runs of which a file of ours is all that is left. Those
          of the look before, where this one takes longer than anybody should wait.
        """
        if self._logdir is None or not self._logdir.is_dir():
            return {}
        with self._lock:
            is_fresh = time.monotonic() - self._found_at < self._fresh_seconds
            if self._looking is None and not (is_fresh and self._found_of == set(listed)):
                self._found_of = set(listed)
                self._looking = self._looker.submit(self._look, self._logdir, set(listed))
            looking = self._looking
        if looking is not None:
            concurrent.futures.wait([looking], self._patience_seconds)
            self._take(looking)
        return self._found

    def _take(self, looking: concurrent.futures.Future[dict[str, list[str]]]) -> None:
        with self._lock:
            if self._looking is looking and looking.done():
                self._looking = None
                self._found_at = time.monotonic()
                self._found = looking.result()

    def _look(self, logdir: pathlib.Path, listed: set[str]) -> dict[str, list[str]]:
        deadline = time.monotonic() + _SECONDS_PER_LOOK
        found = {}
        for run in (*sorted(listed), *self._unlisted(logdir, listed)):
            self._read_on(logdir / run, run, deadline)
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

    def _read_on(self, folder: pathlib.Path, run: str, deadline: float) -> None:
        files = self._files.setdefault(run, {})
        times = self._times.setdefault(run, RowTimes())
        for path in _paths(folder):
            if path not in files:
                files[path] = _WatchedFile(path)
        for file in files.values():
            file.read_on(deadline, times)

    def _sentences(self, run: str, is_listed: bool) -> list[str]:
        files = self._files[run].values()
        if not is_listed and any(file.mentions_us and file.ends_at is None for file in files):
            return []  # TensorBoard has not come to it yet.
        of_files = [sentence for file in files for sentence in file.sentences()]
        return of_files + self._times[run].sentences()


def _paths(folder: pathlib.Path) -> list[pathlib.Path]:
    """The event files of a run; none of one that is gone, which TensorBoard sees by itself."""
    try:
        return event_files.paths(folder)
    except OSError:
        return []
