"""What the watchdog keeps between two looks of the host: counts, and the last norms."""

from __future__ import annotations

import numpy as np
import tensorflow as tf

from tb_gradplugin.recording.other_replicas import OtherReplicas
from tb_gradplugin.recording.replicas import made_apart
from tb_gradplugin.schema import records
from tb_gradplugin.schema.states import State

HISTORY = 64
"""Steps whose norms are kept, to be written beside the first incident."""

_COUNTED = (State.NULL, State.ZERO, State.NONFINITE)

_NOT_QUIET = -1


class Tally:
    """Counts of every step of one list of variables."""

    def __init__(self, variables: int) -> None:
        """Starts at nothing; call it outside of any traced function."""
        self._steps = _kept(tf.zeros([], tf.int64))
        self._clipped_steps = _kept(tf.zeros([], tf.int64))
        self._skipped_steps = _kept(tf.zeros([], tf.int64))
        self._counts = _kept(tf.zeros([len(_COUNTED), variables], tf.int64))
        self._first_step = _kept(tf.fill([variables], tf.constant(-1, tf.int64)))
        self._last_step = _kept(tf.fill([variables], tf.constant(-1, tf.int64)))
        self._last_states = _kept(tf.fill([variables], float(State.NOT_RECORDED)))
        self._quiet_as = _kept(tf.constant(_NOT_QUIET))
        self._null_patterns: list[tuple[bool, ...]] = []
        self._history = _kept(tf.fill([HISTORY, variables], float("nan")))
        self._incident_step = _kept(tf.constant(-1, tf.int64))
        self._incident_states = _kept(tf.zeros([variables]))
        self._incident_halves = _kept(tf.zeros([HISTORY, variables]))
        self._incident_seen = _kept(tf.zeros([], tf.int64))
        self._lost_rows = 0
        self._variables = variables
        self._others: OtherReplicas | None = None

    def was_quiet(self, null: tuple[bool, ...]) -> tf.Tensor:
        """Whether on the last step the same gradients were null and all others PRESENT.

        Args:
          null: for each variable, whether its gradient is null.

        Returns:
          Boolean scalar.
        """
        return tf.equal(self._quiet_as, self._number(null))

    def see(
        self,
        halves: tf.Tensor,
        null: tuple[bool, ...],
        step: tf.Tensor,
        clipped: tf.Tensor | None,
    ) -> None:
        """Counts a step; eagerly, or as ops of the function being traced.

        Args:
          halves: float32 [variables], half the sum of squares of each gradient.
          null: for each variable, whether its gradient is null.
          step: int64 scalar.
          clipped: boolean scalar, whether the optimizer clips; None if it never does.
        """
        seen = self._steps.assign_add(1)
        slot = tf.expand_dims(seen % HISTORY, 0)
        self._history.scatter_update(tf.IndexedSlices(tf.expand_dims(halves, 0), slot))
        if clipped is not None:
            self._clipped_steps.assign_add(tf.cast(clipped, tf.int64))
        if any(null):
            # Null while tracing is null on every step: no need to look at it.
            hits = tf.constant([null if s == State.NULL else [False] * len(null) for s in _COUNTED])
            self._counts.assign_add(tf.cast(hits, tf.int64))
            self._last_step.assign(tf.where(tf.constant(null), step, self._last_step))

    def note(
        self,
        states: tf.Tensor,
        null: tuple[bool, ...],
        step: tf.Tensor,
        skips_nonfinite: bool,
    ) -> tf.Tensor:
        """Counts the states of a step, after `see`, where it is not as quiet as the last one.

        Args:
          states: float32 [variables] of `State`.
          null: for each variable, whether its gradient is null.
          step: int64 scalar.
          skips_nonfinite: whether the optimizer skips an update where a gradient
            is not finite. That is the loss scale's doing, and not counted as sick.

        Returns:
          Boolean scalar: whether any state is another than on the step before.
        """
        changed = tf.not_equal(states, self._last_states)
        sick = tf.not_equal(states, float(State.PRESENT))
        quiet = ~tf.reduce_any(sick & ~tf.constant(null))
        self._quiet_as.assign(tf.where(quiet, self._number(null), _NOT_QUIET))
        self._last_states.assign(states)
        if skips_nonfinite:
            nonfinite = tf.equal(states, float(State.NONFINITE))
            self._skipped_steps.assign_add(tf.cast(tf.reduce_any(nonfinite), tf.int64))
            sick &= ~nonfinite
        # Those that are null have been counted by `see`.
        hits = [
            sick & tf.equal(states, float(state)) & tf.constant(state != State.NULL)
            for state in _COUNTED
        ]
        self._counts.assign_add(tf.cast(tf.stack(hits), tf.int64))
        is_first = sick & (self._first_step < 0)
        self._first_step.assign(tf.where(is_first, step, self._first_step))
        self._last_step.assign(tf.where(sick, step, self._last_step))

        # Without a branch of its own, whose trace users would wait for.
        is_incident = tf.reduce_any(sick & changed) & (self._incident_step < 0)
        for kept, now in (
            (self._incident_halves, self._history),
            (self._incident_states, states),
            (self._incident_seen, self._steps),
            (self._incident_step, step),
        ):
            kept.assign(tf.where(is_incident, now, kept))
        return tf.reduce_any(changed)

    def note_other(
        self, states: tf.Tensor, halves: tf.Tensor, step: tf.Tensor, skips_nonfinite: bool
    ) -> tf.Tensor:
        """Counts the states of another replica than the first, after those of the first one.

        Takes the same as `OtherReplicas.note`, and returns True.
        """
        if self._others is None:
            self._others = made_apart(lambda: OtherReplicas(self._variables))
        of_first = self._last_states.read_value()
        return self._others.note(states, halves, of_first, step, skips_nonfinite)

    def _number(self, null: tuple[bool, ...]) -> int:
        """Stands for a pattern in the graph: functions traced later may have another one."""
        if null not in self._null_patterns:
            self._null_patterns.append(null)
        return self._null_patterns.index(null)

    def add_lost_rows(self, rows: int) -> None:
        """Counts rows that were overwritten before they could be written."""
        self._lost_rows += rows

    def is_still(self, counters: records.Counters) -> bool:
        """Whether no gradient has been sick since these counts; only reads what that takes.

        It may be False though none has been, where other replicas are counted too.
        """
        if self._others is not None:
            return False
        known = sum(each.null + each.zero + each.nonfinite for each in counters.variables.values())
        return known == int(self._counts.numpy().sum())

    def read(self) -> records.Counters:
        """The counts so far."""
        counts = self._counts.numpy()
        first, last = self._first_step.numpy(), self._last_step.numpy()
        counters = records.Counters(
            steps=int(self._steps.numpy()),
            clipped_steps=int(self._clipped_steps.numpy()),
            skipped_steps=int(self._skipped_steps.numpy()),
            lost_rows=self._lost_rows,
            variables={
                int(i): records.VariableCounts(
                    null=int(counts[0, i]),
                    zero=int(counts[1, i]),
                    nonfinite=int(counts[2, i]),
                    first_step=int(first[i]),
                    last_step=int(last[i]),
                )
                for i in np.flatnonzero(counts.any(axis=0))
            },
        )
        return counters if self._others is None else self._others.added_to(counters)

    def read_incident(self) -> records.Incident | None:
        """The first incident, where there was one."""
        incident = self._incident()
        return incident if self._others is None else self._others.earlier_than(incident)

    def _incident(self) -> records.Incident | None:
        step = int(self._incident_step.numpy())
        if step < 0:
            return None
        seen = int(self._incident_seen.numpy())
        # Step number `seen` stands in slot `seen % HISTORY`, the oldest in the one after.
        halves = np.roll(self._incident_halves.numpy(), -(seen + 1) % HISTORY, axis=0)
        norms = np.sqrt(2 * halves[-min(seen, HISTORY) :])
        return records.Incident(step, self._incident_states.numpy().astype(np.uint8), norms)


def _kept(value: tf.Tensor) -> tf.Variable:
    return tf.Variable(value, trainable=False, name="gradient_health_tally")
