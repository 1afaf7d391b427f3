"""Rows into an ordinary TensorBoard event file.

Framed through `tf.io.TFRecordWriter`: it knows every file system that
TensorFlow knows, and it raises where the C++ summary writer says nothing about
a full disk.
"""

from __future__ import annotations

import contextlib
import itertools
import os
import socket
import time
from collections.abc import Iterator, Mapping

import numpy as np
import tensorflow as tf

from tb_gradplugin.recording import events
from tb_gradplugin.schema import encoding, records, tags
from tb_gradplugin.schema.histogram import HISTOGRAM, VARIABLES_PER_CHUNK

_FILES_OF_THIS_PROCESS = itertools.count()


class EventLog:
    """One event file, opened with the first thing written to it.

    Not thread-safe: its owner holds a lock.
    """

    def __init__(self, logdir: str) -> None:
        """Prepares a log in the folder `logdir`, which is made when it is needed."""
        self._logdir = logdir
        self._writer: tf.io.TFRecordWriter | None = None
        self._path = ""
        self._known_tags: set[str] = set()

    def write_table(
        self, wall_time: float, table: records.VariableTable, session: records.Session
    ) -> None:
        """Writes a variable table, at the step at which its session begins.

        Another step would make the data server drop what earlier sessions announced.

        Raises:
          tf.errors.OpError: the file cannot be written.
        """
        tag = tags.Tag(tags.VARIABLES, table.digest)
        value = events.string_tensor(encoding.encode_table(table, session))
        self._write(session.initial_step, wall_time, {str(tag): value})

    def write_row(
        self, wall_time: float, digest: str, step: int, row: Mapping[str, np.ndarray]
    ) -> None:
        """Writes one event with one tag for each entry of `row`.

        Raises:
          tf.errors.OpError: the file cannot be written.
        """
        values = {}
        for kind, numbers in row.items():
            for part, chunk in _chunks(kind, numbers):
                values[str(tags.Tag(kind, digest, part))] = events.tensor(chunk)
        self._write(step, wall_time, values)

    def write_message(self, wall_time: float, tag: tags.Tag, step: int, content: bytes) -> None:
        """Writes one serialized message.

        Raises:
          tf.errors.OpError: the file cannot be written.
        """
        self._write(step, wall_time, {str(tag): events.string_tensor(content)})

    def flush(self) -> None:
        """Hands everything written so far to the file system."""
        if self._writer is not None:
            self._writer.flush()

    def close(self) -> None:
        """Closes the file; writing again opens a new one."""
        writer, self._writer = self._writer, None
        self._known_tags.clear()
        if writer is not None:
            writer.close()

    def abandon(self) -> None:
        """Closes the file after an error, whatever that gives, and removes it if it is empty.

        On a full disk, each further try would leave an empty file behind.
        """
        with contextlib.suppress(tf.errors.OpError, OSError):
            self.close()
        with contextlib.suppress(tf.errors.OpError, OSError):
            if self._path and not tf.io.gfile.stat(self._path).length:
                tf.io.gfile.remove(self._path)

    def _write(self, step: int, wall_time: float, values: Mapping[str, events.Tensor]) -> None:
        if self._writer is None:
            self._writer = self._opened()
        event = events.event(step, wall_time, values, new_tags=values.keys() - self._known_tags)
        self._writer.write(event.SerializeToString())
        self._known_tags.update(values)

    def _opened(self) -> tf.io.TFRecordWriter:
        tf.io.gfile.makedirs(self._logdir)
        # TensorBoard takes a run's files in the order of their names, and two may begin within
        # one second.
        now = time.time()
        name = (
            f"events.out.tfevents.{int(now):010d}.{int(now % 1 * 1e6):06d}."
            f"{socket.gethostname()}.{os.getpid()}.{next(_FILES_OF_THIS_PROCESS):04d}."
            f"{tags.PLUGIN_NAME}"
        )
        self._path = os.path.join(self._logdir, name)
        writer = tf.io.TFRecordWriter(self._path)
        writer.write(events.file_version(now).SerializeToString())
        return writer


def _chunks(kind: str, numbers: np.ndarray) -> Iterator[tuple[str, np.ndarray]]:
    """The parts of a tag with what belongs to each; one without a name for most kinds."""
    if kind != HISTOGRAM:
        yield "", numbers
        return
    for chunk, start in enumerate(range(0, len(numbers), VARIABLES_PER_CHUNK)):
        yield f"{chunk:x}", numbers[start : start + VARIABLES_PER_CHUNK]
