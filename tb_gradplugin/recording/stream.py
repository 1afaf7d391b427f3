"""One list of variables, recorded: the part in the graph and the part on the host."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
import tensorflow as tf

from tb_gradplugin.recording import gradients as gradients_lib
from tb_gradplugin.recording import statistics, variable_table, watchdog
from tb_gradplugin.recording.ring import Ring
from tb_gradplugin.recording.schedule import Schedule
from tb_gradplugin.schema import statistics as schema
from tb_gradplugin.schema.states import State

_RING_BYTES = 4 << 20
_FEWEST_SLOTS, _MOST_SLOTS = 64, 4096

_INCIDENT_ROWS_AHEAD = 100
"""Rows off schedule that may run ahead of the rows on schedule.

A state that changes on every step would otherwise write a row on every step
for ever; the first hundred changes are always seen, later ones as often as the
schedule.
"""


class Stream:
    """Measures the gradients of one list of variables.

    Attributes:
      table: the variables, as the log names them.
      capacity: rows that fit between two drains.
    """

    def __init__(self, variables: Sequence[Any], schedule: Schedule, steps_per_drain: int) -> None:
        """Creates the variables in which rows wait; call it outside of any traced function.

        Args:
          variables: what is trained, as `checked_variables` returns it.
          schedule: on which steps a row is recorded.
          steps_per_drain: the most steps that run before the host can drain.
        """
        self.table = variable_table.variable_table(variables)
        self._variables = list(variables)
        self._schedule = schedule
        numbers = len(statistics.ROWS) * len(variables) + len(schema.STEP_NAMES)
        slots = min(_MOST_SLOTS, max(_FEWEST_SLOTS, _RING_BYTES // (4 * numbers)))
        self._ring = Ring(max(slots, 2 * schedule.rows_in(steps_per_drain) + 1), numbers)
        self.capacity = self._ring.capacity - 1
        self._last_states = _kept(tf.fill([len(variables)], float(State.NOT_RECORDED)), "states")
        self._first_step = _kept(tf.constant(-1, tf.int64), "first_step")
        self._rows_on_schedule = _kept(tf.zeros([], tf.int64), "rows_on_schedule")
        self._rows_off_schedule = _kept(tf.zeros([], tf.int64), "rows_off_schedule")

    @tf.autograph.experimental.do_not_convert
    def observe(
        self,
        gradients: Sequence[gradients_lib.Gradient],
        step: tf.Tensor,
        loss: tf.Tensor | None = None,
    ) -> None:
        """Measures one step; eagerly, or as ops of the function being traced.

        Args:
          gradients: one for each variable, as `gradients.checked` returns them.
          step: int64 scalar.
          loss: real scalar of any dtype, where it is known.
        """
        with tf.name_scope("gradient_health"):
            states = watchdog.states(gradients, self._variables)
            changed = tf.reduce_any(tf.not_equal(states, self._last_states))
            self._last_states.assign(states)
            self._first_step.assign(tf.where(self._first_step < 0, step, self._first_step))
            on_schedule = self._schedule.due(step, self._first_step, self._rows_on_schedule)
            ahead = self._rows_off_schedule - self._rows_on_schedule
            off_schedule = ~on_schedule & changed & (ahead < _INCIDENT_ROWS_AHEAD)

            def record() -> tf.Tensor:
                self._rows_on_schedule.assign_add(tf.cast(on_schedule, tf.int64))
                self._rows_off_schedule.assign_add(tf.cast(off_schedule, tf.int64))
                matrix = statistics.full_row(gradients, self._variables)
                of_step = [float("nan") if loss is None else tf.cast(loss, tf.float32)]
                self._ring.write(tf.concat([tf.reshape(matrix, [-1]), of_step], 0), step)
                return tf.constant(True)

            tf.cond(on_schedule | off_schedule, record, lambda: tf.constant(False))

    def drain(self) -> tuple[Iterator[tuple[int, dict[str, np.ndarray]]], int]:
        """The rows since the last call as (step, tag kind -> vector), and the number lost."""
        drained = self._ring.drain()
        rows = (
            (int(step), self._row(row))
            for step, row in zip(drained.steps, drained.rows, strict=True)
        )
        return rows, drained.lost

    def _row(self, numbers: np.ndarray) -> dict[str, np.ndarray]:
        vectors = len(statistics.ROWS) * len(self._variables)
        matrix = numbers[:vectors].reshape([len(statistics.ROWS), len(self._variables)])
        row = dict(zip(statistics.ROWS, matrix, strict=True))
        row[schema.STATE] = row[schema.STATE].astype(np.uint8)
        # Indexed with `...` so that a scalar stays an array.
        row.update((name, numbers[vectors + i, ...]) for i, name in enumerate(schema.STEP_NAMES))
        return row


def _kept(value: tf.Tensor, name: str) -> tf.Variable:
    return tf.Variable(value, trainable=False, name=f"gradient_health_{name}")
