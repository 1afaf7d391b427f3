"""One training session: its streams, its log, and what happens when the log cannot be written."""

from __future__ import annotations

import contextlib
import logging
import os
import threading
import time
import uuid
import warnings
from collections.abc import Sequence
from typing import Any

import tensorflow as tf

import tb_gradplugin
from tb_gradplugin.recording.event_log import EventLog
from tb_gradplugin.recording.schedule import Schedule
from tb_gradplugin.recording.stream import Stream
from tb_gradplugin.schema import records

DISABLE = "TB_GRADPLUGIN_DISABLE"
"""Environment variable that turns all recording into a no-op when it is set to "1"."""

_RETRY_SECONDS = 30.0


def is_disabled() -> bool:
    """Whether the environment says that nothing is to be recorded."""
    return os.environ.get(DISABLE, "").strip().lower() not in ("", "0", "false", "no")


def checked_logdir(logdir: Any, caller: str) -> str:
    """The log folder as a string.

    Raises:
      TypeError: it is not a path.
      ValueError: it is empty.
    """
    if not isinstance(logdir, (str, os.PathLike)):
        raise TypeError(
            f"`logdir` must be a path. Received: logdir={logdir!r} of type "
            f"{type(logdir).__name__} in {caller}"
        )
    path = os.fspath(logdir)
    if not isinstance(path, str) or not path:
        raise ValueError(f"`logdir` must be a non-empty path. Received: {logdir!r} in {caller}")
    return path


class Session:
    """From the first step that is recorded to `close`.

    Never raises for what the outside world does: a log that cannot be written
    costs one warning and the rows of that time, not the training.
    """

    def __init__(self, logdir: str, schedule: Schedule, flush_seconds: float) -> None:
        """Prepares a session; nothing is written before the first row.

        Args:
          logdir: folder of the run.
          schedule: on which steps a row is recorded.
          flush_seconds: most seconds between two drains while steps are running.
        """
        if not flush_seconds > 0:
            raise ValueError(
                f"`flush_seconds` must be above 0. Received: flush_seconds={flush_seconds!r}"
            )
        self.step = tf.Variable(0, dtype=tf.int64, trainable=False, name="gradient_health_step")
        self.streams: list[Stream] = []
        self._schedule = schedule
        self._flush_seconds = flush_seconds
        self._logdir = logdir
        self._log = EventLog(logdir)
        self._lock = threading.RLock()
        self._announced: set[str] = set()
        self._session: records.Session | None = None
        self._began_at = 0.0
        self._steps_since_drain = 0
        self._drained_at = time.monotonic()
        self._paused_until = 0.0
        self._warned: set[str] = set()

    def begin(self, initial_step: int) -> None:
        """Starts, or starts again, at a step; rows of earlier sessions from there on are void."""
        with self._lock:
            self.step.assign(initial_step)
            self._session = records.Session(
                uuid.uuid4().hex[:12], time.time(), initial_step, tb_gradplugin.__version__
            )
            self._began_at = time.monotonic()
            self._announced.clear()

    def new_stream(self, variables: Sequence[Any], steps_per_drain: int = 1) -> Stream:
        """A stream for one list of variables, also while a function is being traced."""
        if tf.executing_eagerly():
            self._add_stream(variables, steps_per_drain)
        else:
            # In a thread of its own, where nothing is being traced: a function in whose first
            # trace variables are created is traced a second time.
            creating = threading.Thread(target=self._add_stream, args=(variables, steps_per_drain))
            creating.start()
            creating.join()
        return self.streams[-1]

    def _add_stream(self, variables: Sequence[Any], steps_per_drain: int) -> None:
        stream = Stream(variables, self._schedule, steps_per_drain)
        with self._lock:
            self.streams.append(stream)

    def drain_if_due(self, steps: int) -> None:
        """Drains when enough time or so many steps have passed that a ring could run over.

        Args:
          steps: steps that ran since the last call.
        """
        self._steps_since_drain += steps
        capacity = min((stream.capacity for stream in self.streams), default=1)
        if (
            2 * self._steps_since_drain >= capacity
            or time.monotonic() - self._drained_at >= self._flush_seconds
        ):
            self.drain()

    def drain(self) -> None:
        """Writes all rows that wait, and hands them to the file system."""
        with self._lock:
            self._steps_since_drain = 0
            self._drained_at = time.monotonic()
            rows = []
            for stream in self.streams:
                drained, lost = stream.drain()
                rows += [(step, stream.table, row) for step, row in drained]
                if lost:
                    self.warn(
                        f"{lost} rows of gradient health were overwritten before they could be "
                        f"written to {self._logdir}, because steps came faster than they could be "
                        "read. Record fewer steps (`every=`), or more often (`flush_seconds=`)."
                    )
            if not rows or time.monotonic() < self._paused_until:
                return
            try:
                for step, table, row in sorted(rows, key=lambda each: each[0]):
                    self._write(step, table, row)
                self._log.flush()
            except (tf.errors.OpError, OSError) as error:
                self._pause(error)

    def close(self) -> None:
        """Drains and closes the log; a later `drain` opens a new file."""
        with self._lock:
            self.drain()
            try:
                self._log.close()
            except (tf.errors.OpError, OSError) as error:
                self._pause(error)
            self._announced.clear()

    def warn(self, text: str) -> None:
        """Warns once for each text; never raises, also where warnings are errors."""
        if text in self._warned:
            return
        self._warned.add(text)
        try:
            warnings.warn(f"tb_gradplugin: {text}", RuntimeWarning, stacklevel=3)
        except RuntimeWarning:
            logging.getLogger("tb_gradplugin").warning(text)

    def _write(self, step: int, table: records.VariableTable, row: dict[str, Any]) -> None:
        assert self._session is not None, "`begin` comes before the first row"
        # Not `time.time()`: were the clock set back, rows would seem older than their own session,
        # and readers would take them for a history that was lived anew.
        wall_time = self._session.start_wall_time + (time.monotonic() - self._began_at)
        if table.digest not in self._announced:
            self._log.write_table(wall_time, table, self._session)
            self._announced.add(table.digest)
        self._log.write_row(wall_time, table.digest, step, row)

    def _pause(self, error: Exception) -> None:
        """Gives up the file, which must not be appended to after an error, and waits a while."""
        self._paused_until = time.monotonic() + _RETRY_SECONDS
        self._announced.clear()
        abandoned, self._log = self._log, EventLog(self._logdir)
        with contextlib.suppress(tf.errors.OpError, OSError):  # said below
            abandoned.close()
        reason = str(error).strip().splitlines()[0] if str(error).strip() else repr(error)
        self.warn(
            f"gradient health cannot be written to {self._logdir}: {reason}. The training goes on; "
            f"its rows are dropped, and writing is tried again every {_RETRY_SECONDS:.0f} seconds."
        )
