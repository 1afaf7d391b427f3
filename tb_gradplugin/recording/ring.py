"""Rows on their way from the training step to the host.

The step writes a row into a slot and only then raises the counter; the host
reads the counter, the rows, the counter, and drops what may have been written
over in between. TensorFlow's automatic control dependencies order the ops on
one variable, not those on two, so the order of row and counter is made explicit.
"""

from __future__ import annotations

import dataclasses

import numpy as np
import tensorflow as tf


@dataclasses.dataclass(frozen=True)
class Drained:
    """What one reading of a ring gave.

    Attributes:
      steps: int64 [rows].
      rows: float32 [rows, numbers].
      lost: number of rows that were written over before they were read.
    """

    steps: np.ndarray
    rows: np.ndarray
    lost: int


class Ring:
    """A ring buffer of rows in TensorFlow variables."""

    def __init__(self, capacity: int, numbers: int) -> None:
        """Creates an empty ring; call it outside of any traced function.

        Args:
          capacity: slots, at least 2. One of them may be being written while
            the host reads, so `capacity - 1` rows are safe at a time.
          numbers: float32 numbers in a row.
        """
        self.capacity = capacity
        self._rows = tf.Variable(
            tf.zeros([capacity, numbers]), trainable=False, name="gradient_health_rows"
        )
        self._steps = tf.Variable(
            tf.zeros([capacity], tf.int64), trainable=False, name="gradient_health_steps"
        )
        self._written = tf.Variable(
            tf.zeros([], tf.int64), trainable=False, name="gradient_health_written"
        )
        self._read = 0

    def write(self, row: tf.Tensor, step: tf.Tensor) -> None:
        """Adds a row; eagerly, or as ops of the function being traced.

        Args:
          row: float32 [numbers].
          step: int64 scalar.
        """
        slot = (self._written % self.capacity)[tf.newaxis]
        written = (
            self._rows.scatter_update(tf.IndexedSlices(row[tf.newaxis], slot)),
            self._steps.scatter_update(tf.IndexedSlices(step[tf.newaxis], slot)),
        )
        with tf.control_dependencies([] if tf.executing_eagerly() else written):
            self._written.assign_add(1)

    def drain(self) -> Drained:
        """Reads the rows that were added since the last call, oldest first."""
        before = int(self._written.numpy())
        first = max(self._read, before - self.capacity + 1)
        if first >= before:
            rows = np.zeros([0, self._rows.shape[1]], np.float32)
            return Drained(np.zeros([0], np.int64), rows, 0)
        slots = np.arange(first, before) % self.capacity
        steps = self._steps.sparse_read(slots).numpy()
        rows = self._rows.sparse_read(slots).numpy()
        after = int(self._written.numpy())
        # The slot of row `after - capacity` may be under the pen right now.
        intact = min(before, max(first, after - self.capacity + 1))
        lost = intact - self._read
        self._read = before
        return Drained(steps[intact - first :], rows[intact - first :], lost)
