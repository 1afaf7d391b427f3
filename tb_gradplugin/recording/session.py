"""One training session: its streams, its log, and what happens when the log cannot be written."""

from __future__ import annotations

import contextlib
import os
import threading
import time
import uuid
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import tensorflow as tf

import tb_gradplugin
from tb_gradplugin.messages.summary_line import summary_line
from tb_gradplugin.recording import health_warning
from tb_gradplugin.recording.arguments import checked_seconds
from tb_gradplugin.recording.event_log import EventLog
from tb_gradplugin.recording.finding_report import FindingReport
from tb_gradplugin.recording.health_watch import WARN, HealthWatch, OnUnhealthy
from tb_gradplugin.recording.replicas import are_on_parameter_servers, made_apart
from tb_gradplugin.recording.schedule import Schedule
from tb_gradplugin.recording.stream import Stream
from tb_gradplugin.recording.watch_report import WatchReport
from tb_gradplugin.schema import records, tags
from tb_gradplugin.schema.findings import Finding

_RETRY_SECONDS = 30.0


class Session:
    """From the first step that is recorded to `close`.

    Never raises for what the outside world does: a log that cannot be written
    costs one warning and the rows of that time, not the training.
    """

    def __init__(
        self,
        logdir: str,
        schedule: Schedule,
        flush_seconds: float,
        with_histogram: bool = True,
        with_update_ratio: bool = True,
        with_source: bool = True,
        on_unhealthy: OnUnhealthy = WARN,
    ) -> None:
        """Prepares a session; nothing is written before the first row or finding.

        Args:
          logdir: folder of the run.
          schedule: on which steps a row is recorded.
          flush_seconds: most seconds between two drains while steps are running.
          with_histogram: whether rows have histograms of magnitudes.
          with_update_ratio: whether rows have the ratio of update to variable.
          with_source: whether findings name files and quote lines.
          on_unhealthy: what is done when a verdict first appears, see `HealthWatch`.
        """
        self.step = made_apart(_step)
        self.streams: list[Stream] = []
        self.health = HealthWatch(on_unhealthy)
        self._schedule = schedule
        self._measured = (with_histogram, with_update_ratio)
        self._flush_seconds = checked_seconds(flush_seconds)
        self._logdir = logdir
        self._log = EventLog(logdir)
        self._lock = threading.RLock()
        self._announced: set[str] = set()
        self._reports: dict[Stream, WatchReport] = {}
        self._findings = FindingReport(with_source)
        self._session: records.Session | None = None
        self._began_at = 0.0
        self._capacity = 1
        self._steps_since_drain = 0
        self._drained_at = time.monotonic()
        self._paused_until = 0.0
        self._warned: set[str] = set()
        self._is_beside_the_chief = False

    def begin(self, initial_step: int) -> None:
        """Starts, or starts again, at a step; rows of earlier sessions from there on are void."""
        with self._lock:
            self.step.assign(initial_step)
            self._session = records.Session(
                uuid.uuid4().hex[:12],
                time.time(),
                initial_step,
                tb_gradplugin.__version__,
            )
            self._began_at = time.monotonic()
            self._announced.clear()
            self._findings.forget()
            self.health.begin()

    def beside_the_chief(self, worker: int) -> None:
        """Makes this the session of a worker that trains in step with the one that records.

        A step counts once, so it writes nothing as long as its gradients are well.
        Otherwise it writes a run of its own: a reader that follows one file of a
        folder would leave that of the chief for it.
        """
        with self._lock:
            if not self._is_beside_the_chief:
                self._is_beside_the_chief = True
                self._logdir = os.path.join(self._logdir, f"worker_{worker}")
                self._log = EventLog(self._logdir)

    def _has_nothing_to_say(self) -> bool:
        # What is null is so in all workers, and the chief says it.
        return self._is_beside_the_chief and not any(
            counts.zero or counts.nonfinite
            for stream in self.streams
            for counts in stream.tally.read().variables.values()
        )

    def add_findings(
        self, table: records.VariableTable, findings: Iterable[Finding], step: int
    ) -> None:
        """Takes up what was not known yet, to be written at the next drain; also while tracing.

        Args:
          table: the variables that were asked about, as the log names them.
          findings: in any order.
          step: on which the gradients were so.
        """
        with self._lock, self._no_harm():
            problem = self._findings.add(table, findings, step)
            if problem:
                self.warn(problem)

    def new_stream(self, variables: Sequence[Any], steps_per_drain: int = 1) -> Stream:
        """A stream for one list of variables, also while a function is being traced."""
        with_histogram, with_update_ratio = self._measured
        with_update_ratio = with_update_ratio and not are_on_parameter_servers(variables)
        stream = made_apart(
            lambda: Stream(
                variables, self._schedule, steps_per_drain, with_histogram, with_update_ratio
            )
        )
        with self._lock:
            self.streams.append(stream)
            self._capacity = min(each.capacity for each in self.streams)
        return stream

    def drain_if_due(self, steps: int) -> None:
        """Drains when enough time or so many steps have passed that a ring could run over.

        Args:
          steps: steps that ran since the last call.
        """
        self._steps_since_drain += steps
        if (
            2 * self._steps_since_drain >= self._capacity
            or time.monotonic() - self._drained_at >= self._flush_seconds
        ):
            self.drain()

    def drain(self, also_pending: bool = False, at_end: bool = False) -> None:
        """Writes what waits, and hands it to the file system.

        Args:
          also_pending: also a last row whose update has not been seen yet.
          at_end: all that is counted, though nothing else has changed.

        Raises:
          Exception: what the user's own `on_unhealthy` raises.
        """
        news = []
        with self._lock:
            self._steps_since_drain = 0
            self._drained_at = time.monotonic()
            with self._no_harm():
                rows = []
                for stream in self.streams:
                    rows += [(step, stream.table, row) for step, row in stream.drain(also_pending)]
                rows.sort(key=lambda each: each[0])
                # At the end, what was counted behind the last row is judged as well.
                is_read = at_end or bool(rows)
                counted = {stream: stream.tally.read() for stream in self.streams if is_read}
                if not self._is_beside_the_chief:
                    of_tables = [(stream.table, counts) for stream, counts in counted.items()]
                    news = self.health.see(rows, of_tables, self._findings.found())
                if time.monotonic() < self._paused_until or self._has_nothing_to_say():
                    return
                for step, table, row in rows:
                    self._log.write_row(self._announce(table), table.digest, step, row)
                for stream in self.streams:
                    self._write_watched(stream, is_read, counted.get(stream))
                self._write_findings()
                self._write_verdicts(at_end)
                self._log.flush()
                self._findings.is_in_file()
                self.health.report.is_in_file()
        self.health.tell(news)

    def close(self) -> None:
        """Drains and closes the log; a later `drain` opens a new file."""
        with self._lock:
            with self._no_harm():
                for stream in self.streams:
                    stream.updated()
            self.drain(also_pending=True, at_end=True)
            with self._no_harm():
                self._log.close()
            self._announced.clear()

    def print_summary(self) -> None:
        """Prints the line that sums up, where anything was seen."""
        recorded = [(stream.table, stream.tally.read()) for stream in self.streams]
        recorded = [(table, counters) for table, counters in recorded if counters.steps]
        if recorded and not self._has_nothing_to_say():
            print(summary_line(self._logdir, recorded, self.health.verdicts), flush=True)  # noqa: T201 (asked for)

    def warn(self, text: str, about: str | None = None) -> None:
        """Warns once for each text, or for each thing that texts are `about`.

        Never raises, also where warnings are errors.
        """
        if (about or text) in self._warned:
            return
        self._warned.add(about or text)
        health_warning.warn(text, RuntimeWarning)

    @contextlib.contextmanager
    def _no_harm(self) -> Iterator[None]:
        try:
            yield
        except (tf.errors.OpError, OSError) as error:
            self._pause(error)
        except Exception as error:
            self.warn(
                f"gradient health was not recorded in {self._logdir}, because of "
                f"{type(error).__name__}: {error}. The training goes on."
            )

    def _announce(self, table: records.VariableTable) -> float:
        """Writes the table if the file does not have it yet; returns the wall time."""
        assert self._session is not None, "`begin` comes before the first row"
        # Not `time.time()`: were the clock set back, rows would seem older than their own session,
        # and readers would take them for a history that was lived anew.
        wall_time = self._session.start_wall_time + (time.monotonic() - self._began_at)
        if table.digest not in self._announced:
            self._log.write_table(wall_time, table, self._session)
            self._announced.add(table.digest)
        return wall_time

    def _write_watched(
        self, stream: Stream, all_changes: bool, counted: records.Counters | None
    ) -> None:
        """Writes what the watchdog has to say that is new; `counted` where it was read already."""
        report = self._reports.setdefault(stream, WatchReport(stream.tally))
        for kind, step, content in report.news(all_changes, counted):
            assert self._session is not None, "`begin` comes before the first step"
            tag = tags.Tag(kind, stream.table.digest, self._session.id)
            self._log.write_message(self._announce(stream.table), tag, step, content)

    def _write_findings(self) -> None:
        for table, step, content in self._findings.news():
            assert self._session is not None, "`begin` comes before the first finding"
            tag = tags.Tag(tags.FINDINGS, table.digest, self._session.id)
            self._log.write_message(self._announce(table), tag, step, content)

    def _write_verdicts(self, at_end: bool) -> None:
        for table, step, content in self.health.report.news(at_end):
            assert self._session is not None, "`begin` comes before the first row"
            tag = tags.Tag(tags.VERDICTS, table.digest, self._session.id)
            self._log.write_message(self._announce(table), tag, step, content)

    def _pause(self, error: Exception) -> None:
        """Gives up the file, which must not be appended to after an error, and waits a while."""
        self._paused_until = time.monotonic() + _RETRY_SECONDS
        self._announced.clear()
        self._findings.file_is_lost()
        self.health.report.file_is_lost()
        self._reports.clear()  # What they told may be lost, and is told again.
        abandoned, self._log = self._log, EventLog(self._logdir)
        abandoned.abandon()
        reason = str(error).strip().splitlines()[0] if str(error).strip() else repr(error)
        self.warn(
            f"gradient health cannot be written to {self._logdir}: {reason}. The training goes on; "
            f"its rows are dropped, and writing is tried again every {_RETRY_SECONDS:.0f} seconds.",
            about="writing",  # The reason names another file at each try.
        )


def _step() -> tf.Variable:
    return tf.Variable(0, dtype=tf.int64, trainable=False, name="gradient_health_step")
