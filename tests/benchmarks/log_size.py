"""What a row takes on disk, counted in a log, and what a long training would."""

from __future__ import annotations

import dataclasses
import pathlib
import statistics
import struct
from collections.abc import Iterator

import tensorflow as tf
from tensorboard.compat.proto import event_pb2, summary_pb2

import tb_gradplugin as tbg
from tb_gradplugin.schema import statistics as schema
from tb_gradplugin.schema import tags
from tb_gradplugin.schema.histogram import HISTOGRAM

_FRAME = 16
"""Bytes around a record: its length, and two checksums."""


@dataclasses.dataclass(frozen=True)
class RowSize:
    """Bytes of one row, the median of a log.

    Attributes:
      variables: that the row speaks of.
      per_variable: of its numbers, without the histogram.
      fixed: its frame, tags and scalars, without the histogram.
      histogram: of the histograms of all variables.
      counters: of the event with the counters that is written with a row.
    """

    variables: int
    per_variable: float
    fixed: float
    histogram: float
    counters: float

    @property
    def plain(self) -> float:
        """Without histogram and counters."""
        return self.fixed + self.per_variable * self.variables

    @property
    def whole(self) -> float:
        return self.plain + self.histogram + self.counters


@dataclasses.dataclass(frozen=True)
class Projected:
    """What a sound training writes by default.

    Attributes:
      steps: of the training.
      rows: that are recorded of them.
      row: what one of them takes.
    """

    steps: int
    rows: int
    row: RowSize

    @property
    def size_bytes(self) -> float:
        return self.rows * self.row.whole


def projected(steps: int, variables: int, logdir: pathlib.Path) -> Projected:
    """A long training of many variables, from the rows of one of a single variable.

    Args:
      steps: of the training; a multiple of 10,000.
      variables: of the training.
      logdir: gets two logs.
    """
    rows = rows_by_default(steps, logdir / "steps")
    return Projected(steps, rows, row_size_of(variables, logdir / "variables"))


def number_of_rows(logdir: pathlib.Path) -> int:
    """Rows in a log; 0 where there is no log of this package."""
    return sum(schema.STATE in kinds for _, kinds in _events(logdir))


def row_size(logdir: pathlib.Path) -> RowSize:
    """Measures the rows of a log; the first of a file, which has the metadata too, stays out.

    Raises:
      ValueError: the log has no second row.
    """
    rows, counters, variables = [], [0], 0
    for size, kinds in _events(logdir):
        if any(value.HasField("metadata") for value in kinds.values()):
            continue
        if any(kind.startswith(tags.COUNTERS) for kind in kinds):
            counters.append(size)
        if schema.STATE in kinds:
            variables = len(kinds[schema.STATE].tensor.tensor_content)
            rows.append(_parts(size, kinds))
    if not rows:
        raise ValueError(f"A log must have two rows or more. Received: {logdir}")
    numbers, fixed, histogram = (statistics.median(part) for part in zip(*rows, strict=True))
    return RowSize(variables, numbers / variables, fixed, histogram, max(counters))


def row_size_of(variables: int, logdir: pathlib.Path) -> RowSize:
    """The same for so many small variables, recorded for this purpose."""
    trained = [tf.Variable(tf.ones([4]), name=f"variable_{i}") for i in range(variables)]
    gradients = [tf.fill([4], 0.5 ** (i % 20)) for i in range(variables)]
    with tbg.GradientRecorder(logdir, trained, flush_seconds=1e-3, verbose=False) as recorder:
        for step in range(4):
            recorder.record(gradients, loss=1.0 / (step + 1))
    return row_size(logdir)


def rows_by_default(steps: int, logdir: pathlib.Path) -> int:
    """Rows of a sound training of so many steps: of one scalar, compiled, so that it is quick."""
    at_once = min(steps, 10_000)
    variable = tf.Variable(1.0)
    with tbg.GradientRecorder(
        logdir, [variable], histogram=False, update_ratio=False, verbose=False
    ) as recorder:

        @tf.function(jit_compile=True)
        def train() -> None:
            for _ in tf.range(at_once):
                recorder.record([tf.ones([])])

        for _ in range(steps // at_once):
            train()
            recorder.flush()
    return number_of_rows(logdir)


def _events(logdir: pathlib.Path) -> Iterator[tuple[int, dict[str, summary_pb2.Summary.Value]]]:
    """The bytes of each event of this package's files, and its values by kind of tag."""
    for path in sorted(logdir.glob(f"*.{tags.PLUGIN_NAME}")):
        content, place = path.read_bytes(), 0
        while place < len(content):
            (length,) = struct.unpack_from("<Q", content, place)
            event = event_pb2.Event.FromString(content[place + 12 : place + 12 + length])
            place += length + _FRAME
            parsed = [(tags.parse(value.tag), value) for value in event.summary.value]
            yield length + _FRAME, {tag.kind + tag.part: value for tag, value in parsed if tag}


def _parts(size: int, kinds: dict[str, summary_pb2.Summary.Value]) -> tuple[int, int, int]:
    """Bytes of the vectors over the variables, of the rest, and of the histograms."""
    numbers = histogram = 0
    for kind, value in kinds.items():
        if kind.startswith(HISTOGRAM):
            of_value = value.ByteSize()
            # In the message of the event it has its field number and its length before it.
            histogram += 1 + -(-of_value.bit_length() // 7) + of_value
        elif value.tensor.tensor_shape.dim:
            numbers += len(value.tensor.tensor_content)
    return numbers, size - numbers - histogram, histogram
