"""One list of variables, recorded: the part in the graph and the part on the host."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
import tensorflow as tf

from tb_gradplugin.recording import gradients as gradients_lib
from tb_gradplugin.recording import statistics, variable_table, watchdog
from tb_gradplugin.recording.ring import Ring
from tb_gradplugin.recording.row_layout import RowLayout
from tb_gradplugin.recording.schedule import Schedule
from tb_gradplugin.recording.seldom import seldom
from tb_gradplugin.recording.step_context import Clipped, StepContext, global_norm
from tb_gradplugin.recording.tally import Tally
from tb_gradplugin.recording.variable_rows import VariableRows
from tb_gradplugin.recording.written import ops
from tb_gradplugin.recording.written.function import GraphFunction
from tb_gradplugin.recording.written.values import Value

_RING_BYTES = 4 << 20
_FEWEST_SLOTS, _MOST_SLOTS = 64, 4096

_INCIDENT_ROWS_AHEAD = 100
"""Rows off schedule that may run ahead of the rows on schedule.

A state that changes on every step would otherwise write a row on every step
for ever; the first hundred changes are always seen, later ones as often as the
schedule.
"""


_NEVER = -1


class _Progress(NamedTuple):
    """int64 scalars, which one variable keeps: each costs users time before the first step."""

    first_step: Any
    next_due: Any
    rows_on_schedule: Any
    rows_off_schedule: Any

    @classmethod
    def specs(cls) -> list[tf.TensorSpec]:
        """Of all of them, of the step and of whether that is on schedule."""
        whole = tf.TensorSpec([len(cls._fields)], tf.int64)
        return [whole, tf.TensorSpec([], tf.int64), tf.TensorSpec([], tf.bool)]


class Stream:
    """Measures the gradients of one list of variables.

    Attributes:
      table: the variables, as the log names them.
      capacity: rows that fit between two drains.
      tally: what is counted on every step.
    """

    def __init__(
        self,
        variables: Sequence[Any],
        schedule: Schedule,
        steps_per_drain: int,
        with_histogram: bool,
        with_update_ratio: bool,
    ) -> None:
        """Creates the variables in which rows wait; call it outside of any traced function.

        Args:
          variables: what is trained, as `checked_variables` returns it.
          schedule: on which steps a row is recorded.
          steps_per_drain: the most steps that run before the host can drain.
          with_histogram: whether rows have histograms of magnitudes.
          with_update_ratio: whether rows have the ratio of update to variable.
        """
        self.table = variable_table.variable_table(variables)
        self._variables = list(variables)
        self._schedule = schedule
        self._with_update_ratio = with_update_ratio
        self._layout = RowLayout(len(variables), with_histogram)
        numbers = self._layout.numbers
        late_numbers = len(variables) if with_update_ratio else 0
        slots = min(
            _MOST_SLOTS,
            max(_FEWEST_SLOTS, _RING_BYTES // (4 * (numbers + late_numbers))),
        )
        slots = max(slots, 2 * schedule.rows_in(steps_per_drain) + 1)
        self._ring = Ring(slots, numbers, late_numbers)
        self.capacity = slots - 1
        self.tally = Tally(len(variables))
        self._rows = VariableRows(variables, with_update_ratio)
        self._progress = tf.Variable(
            _Progress(_NEVER, tf.int64.min, 0, 0),
            trainable=False,
            dtype=tf.int64,
            name="gradient_health_stream",
        )
        self._gone_on = GraphFunction(self._written_progress, _Progress.specs())

    @tf.autograph.experimental.do_not_convert
    def observe(
        self,
        gradients: Sequence[gradients_lib.Gradient],
        step: tf.Tensor,
        context: StepContext = StepContext(),  # noqa: B008 (immutable)
    ) -> tf.Tensor:
        """Measures one step; eagerly, or as ops of the function being traced.

        Args:
          gradients: one for each variable, as `gradients.checked` returns them.
          step: int64 scalar.
          context: what else is known of the step.

        Returns:
          Boolean scalar: whether a row was recorded.
        """
        with tf.name_scope("gradient_health"):
            seen = watchdog.Glance(gradients, self._variables)
            clipping = context.clipping and context.clipping.applied(seen.present_halves)
            clips = clipping and clipping.is_applied
            was_quiet = self.tally.see(seen.halves, seen.null, step, clips)
            so_far = gradients_lib.value_of(self._progress)
            progress = _Progress(*tf.unstack(so_far))
            on_schedule = step >= progress.next_due
            asked = self._schedule.asks(step)
            if asked is not None:
                on_schedule |= asked
            # Waits for no gradient: what it reads must be read before the update, which would wait.
            seldom(on_schedule, self._rows.remember)

            def look() -> tf.Tensor:
                held = gradients_lib.all_held(gradients)
                kinds = statistics.kinds_of(gradients, self._variables, held)

                def record() -> tf.Tensor:
                    self._progress.assign(*self._gone_on(so_far, step, on_schedule))
                    norms = self._rows.remembered(on_schedule)
                    of_step = _of_step(seen.present_halves, context, clipping)
                    self._ring.write(self._layout.measured(kinds, held, norms, of_step), step)
                    return tf.constant(True)

                states = statistics.states(kinds, held, seen.is_quiet)
                changed = self.tally.note(states, seen.null, step, context.skips_nonfinite)
                ahead = progress.rows_off_schedule - progress.rows_on_schedule
                is_news = changed & (ahead < _INCIDENT_ROWS_AHEAD)
                return seldom(on_schedule | is_news, record)

            return seldom(on_schedule | ~(seen.is_quiet & was_quiet), look)

    @tf.autograph.experimental.do_not_convert
    def observe_other(
        self,
        gradients: Sequence[gradients_lib.Gradient],
        step: tf.Tensor,
        skips_nonfinite: bool = False,
    ) -> None:
        """Watches the gradients of another replica, after `observe` has those of the first one.

        Args:
          gradients: as for `observe`.
          step: int64 scalar, the same step.
          skips_nonfinite: as in `StepContext`.
        """
        with tf.name_scope("gradient_health"):
            seen = watchdog.Glance(gradients, self._variables)

            def look() -> tf.Tensor:
                held = gradients_lib.all_held(gradients)
                kinds = statistics.kinds_of(gradients, self._variables, held)
                states = statistics.states(kinds, held, seen.is_quiet)
                return self.tally.note_other(states, seen.halves, step, skips_nonfinite)

            seldom(~seen.is_quiet, look)

    @tf.autograph.experimental.do_not_convert
    def updated(self, recorded: tf.Tensor | None = None) -> None:
        """Completes the last row: the variables have been updated since `observe`.

        Args:
          recorded: what `observe` returned; None where that is not at hand.
        """
        if not self._with_update_ratio:
            return

        def complete() -> tf.Tensor:
            self._ring.complete(self._rows.update_ratios())
            return tf.constant(True)

        with tf.name_scope("gradient_health"):
            pending = self._ring.is_pending if recorded is None else recorded
            seldom(pending, complete)

    def _written_progress(self, progress: Value, step: Value, on_schedule: Value) -> list[Value]:
        """Counts the row of this step, and says when the next one is due."""
        before = _Progress(*ops.unstack(progress))
        first_step = ops.where(before.first_step < 0, step, before.first_step)
        rows = before.rows_on_schedule + ops.cast(on_schedule, tf.int64)
        off_schedule = before.rows_off_schedule + ops.cast(~on_schedule, tf.int64)
        next_due = self._schedule.next_due(step, first_step, rows)
        return [ops.stack(_Progress(first_step, next_due, rows, off_schedule))]

    def drain(self, also_pending: bool) -> list[tuple[int, dict[str, np.ndarray]]]:
        """The rows since the last call as (step, kind of tag -> array).

        Args:
          also_pending: also a row whose update has not been seen yet.
        """
        drained = self._ring.drain(also_pending)
        self.tally.add_lost_rows(drained.lost)
        return [
            (int(step), self._layout.unpacked(row, late))
            for step, row, late in zip(drained.steps, drained.rows, drained.late, strict=True)
        ]


def _of_step(
    halves: tf.Tensor, context: StepContext, clipping: Clipped | None
) -> dict[str, tf.Tensor]:
    """Statistics of the step by name."""
    of_step = {"global_norm": global_norm(halves)}
    if clipping is not None:
        of_step["clipped_global_norm"] = clipping.global_norm
    for name in ("loss", "learning_rate", "loss_scale"):
        value = getattr(context, name)
        if value is not None:
            of_step[name] = value
    return of_step
