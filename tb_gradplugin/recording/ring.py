"""Rows on their way from the training step to the host.

The step writes a row into a slot and only then raises the counter; the host
reads the counter, the rows, the counter, and drops what may have been written
over in between. TensorFlow's automatic control dependencies order the ops on
one variable, not those on two, so the order of row and counter is made explicit.

What is known of a row only after the update of its step comes later, into the
same slot of a second buffer; until then the row is not complete.
"""

from __future__ import annotations

import contextlib
import dataclasses

import numpy as np
import tensorflow as tf


@dataclasses.dataclass(frozen=True)
class Drained:
    """What one reading of a ring gave.

    Attributes:
      steps: int64 [rows].
      rows: float32 [rows, numbers].
      late: float32 [rows, late numbers], NaN in a row that was not complete.
      lost: number of rows that were written over before they were read.
    """

    steps: np.ndarray
    rows: np.ndarray
    late: np.ndarray
    lost: int


class Ring:
    """A ring buffer of rows in TensorFlow variables."""

    def __init__(self, capacity: int, numbers: int, late_numbers: int = 0) -> None:
        """Creates an empty ring; call it outside of any traced function.

        Args:
          capacity: slots, at least 2. One of them may be being written while
            the host reads, so `capacity - 1` rows are safe at a time.
          numbers: float32 numbers in a row.
          late_numbers: those that `complete` adds; 0 where rows are complete
            as they are written.
        """
        self.capacity = capacity
        self._rows = _kept(tf.zeros([capacity, numbers]))
        self._late = _kept(tf.zeros([capacity, late_numbers]))
        self._steps = _kept(tf.zeros([capacity], tf.int64))
        self._written = _kept(tf.zeros([], tf.int64))
        self._complete = _kept(tf.zeros([], tf.int64))
        self._read = 0

    @property
    def is_pending(self) -> tf.Tensor:
        """Whether the last row is not complete; boolean scalar."""
        return self._complete < self._written

    def write(self, row: tf.Tensor, step: tf.Tensor) -> None:
        """Adds a row; eagerly, or as ops of the function being traced.

        Args:
          row: float32 [numbers].
          step: int64 scalar.
        """
        slot = tf.expand_dims(self._written % self.capacity, 0)
        written = (
            self._rows.scatter_update(tf.IndexedSlices(tf.expand_dims(row, 0), slot)),
            self._steps.scatter_update(tf.IndexedSlices(tf.expand_dims(step, 0), slot)),
        )
        with _after(written):
            raised = self._written.assign_add(1)
        if not self._late.shape[1]:
            with _after((raised,)):
                self._complete.assign(raised)

    def complete(self, late: tf.Tensor) -> None:
        """Adds what was missing of the last row, float32 [late numbers]."""
        slot = tf.expand_dims((self._written - 1) % self.capacity, 0)
        written = self._late.scatter_update(tf.IndexedSlices(tf.expand_dims(late, 0), slot))
        with _after((written,)):
            self._complete.assign(self._written)

    def drain(self, also_pending: bool) -> Drained:
        """Reads the rows that were added since the last call, oldest first.

        Args:
          also_pending: also the last row where it is not complete.
        """
        complete = int(self._complete.numpy())
        before = int(self._written.numpy()) if also_pending else complete
        if before <= self._read:
            numbers, late_numbers = self._rows.shape[1], self._late.shape[1]
            return Drained(
                np.zeros([0], np.int64),
                np.zeros([0, numbers], np.float32),
                np.zeros([0, late_numbers], np.float32),
                lost=0,
            )
        first = max(self._read, before - self.capacity + 1)
        slots = np.arange(first, before) % self.capacity
        steps, rows, late = (
            kept.sparse_read(slots).numpy() for kept in (self._steps, self._rows, self._late)
        )
        after = int(self._written.numpy())
        # The slot of row `after - capacity` may be under the pen right now.
        intact = min(before, max(first, after - self.capacity + 1))
        lost = max(0, intact - self._read)
        self._read = before
        late[max(0, complete - first) :] = np.nan
        return Drained(
            steps[intact - first :],
            rows[intact - first :],
            late[intact - first :],
            lost,
        )


def _kept(value: tf.Tensor) -> tf.Variable:
    return tf.Variable(value, trainable=False, name="gradient_health_ring")


def _after(operations: tuple[tf.Tensor, ...]) -> contextlib.AbstractContextManager[None]:
    # Eager ops have run when the next one starts.
    return tf.control_dependencies([] if tf.executing_eagerly() else operations)
