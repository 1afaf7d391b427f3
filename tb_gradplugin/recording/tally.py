"""What the watchdog keeps between two looks of the host: counts, and the last norms."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
import tensorflow as tf

from tb_gradplugin.recording import gradients
from tb_gradplugin.recording.other_replicas import OtherReplicas
from tb_gradplugin.recording.replicas import made_apart
from tb_gradplugin.recording.written import ops
from tb_gradplugin.recording.written.function import GraphFunction, kept
from tb_gradplugin.recording.written.values import Value
from tb_gradplugin.schema import records
from tb_gradplugin.schema.states import State

HISTORY = 64
"""Steps whose norms are kept, to be written beside the first incident."""

_COUNTED = (State.NULL, State.ZERO, State.NONFINITE)

_NOT_QUIET = -1

_NEVER = -1


class _Numbers(NamedTuple):
    """int64 scalars, which one variable keeps: each costs users time before the first step."""

    steps: Any
    clipped_steps: Any
    skipped_steps: Any
    quiet_as: Any
    incident_step: Any
    incident_seen: Any


class _Kept(NamedTuple):
    """What `Tally.note` reads and writes.

    Attributes:
      numbers: int64 [scalars], as in `_Numbers`.
      counts: int64 [counted, variables]; then the first and the last step on which each was sick.
      states: float32 [2, variables], those of the last step and those of the incident.
      incident_halves: float32 [HISTORY, variables].
    """

    numbers: Any
    counts: Any
    states: Any
    incident_halves: Any


class Tally:
    """Counts of every step of one list of variables."""

    def __init__(self, variables: int) -> None:
        """Starts at nothing; call it outside of any traced function."""
        never = np.full([2, variables], _NEVER)
        counts = np.concatenate([np.zeros([len(_COUNTED), variables]), never])
        last_states = np.full([variables], float(State.NOT_RECORDED))
        self._kept = _Kept(
            _kept(_Numbers(0, 0, 0, _NOT_QUIET, _NEVER, 0), tf.int64),
            _kept(counts, tf.int64),
            _kept([last_states, np.zeros([variables])], tf.float32),
            _kept(np.zeros([HISTORY, variables]), tf.float32),
        )
        self._history = _kept(np.full([HISTORY, variables], np.nan), tf.float32)
        self._null_patterns: list[tuple[bool, ...]] = []
        self._lost_rows = 0
        self._variables = variables
        self._others: OtherReplicas | None = None

    def see(
        self,
        halves: tf.Tensor,
        null: tuple[bool, ...],
        step: tf.Tensor,
        clipped: tf.Tensor | None,
    ) -> tf.Tensor:
        """Counts a step; eagerly, or as ops of the function being traced.

        Args:
          halves: float32 [variables], half the sum of squares of each gradient.
          null: for each variable, whether its gradient is null.
          step: int64 scalar.
          clipped: boolean scalar, whether the optimizer clips; None if it never does.

        Returns:
          Boolean scalar: whether on the step before the same gradients were null and all others
          PRESENT.
        """
        added = tf.constant(_Numbers(1, 0, 0, 0, 0, 0), tf.int64)
        if clipped is not None:
            clips = tf.constant(_Numbers(0, 1, 0, 0, 0, 0), tf.int64)
            added += clips * tf.cast(clipped, tf.int64)
        seen = _Numbers(*tf.unstack(self._kept.numbers.assign_add(added)))
        self._history.scatter_update(tf.IndexedSlices(halves, seen.steps % HISTORY))
        if any(null):
            # Null while tracing is null on every step: no need to look at it.
            is_null = tf.constant([null])
            of_null = tf.constant([[state == State.NULL] for state in _COUNTED])
            *counts, first_step, last_step = tf.unstack(self._kept.counts)
            counts = tf.stack(counts) + tf.cast(of_null & is_null, tf.int64)
            last_step = tf.where(is_null, step, last_step)
            self._kept.counts.assign(tf.concat([counts, first_step[tf.newaxis], last_step], axis=0))
        return tf.equal(seen.quiet_as, self._number(null))

    def note(
        self,
        states: tf.Tensor,
        null: tuple[bool, ...],
        step: tf.Tensor,
        skips_nonfinite: bool,
    ) -> tf.Tensor:
        """Counts the states of a step, after `see`; needed where it is not as quiet as the last.

        Args:
          states: float32 [variables] of `State`.
          null: for each variable, whether its gradient is null.
          step: int64 scalar.
          skips_nonfinite: whether the optimizer skips an update where a gradient
            is not finite. That is the loss scale's doing, and not counted as sick.

        Returns:
          Boolean scalar: whether any state is another than on the step before.
        """
        noted = _noted(null, self._number(null), skips_nonfinite)
        before = [gradients.value_of(each) for each in (*self._kept, self._history)]
        *now, changed = noted(*before, states, step)
        for variable, value in zip(self._kept, now, strict=True):
            variable.assign(value)
        return changed

    def note_other(
        self, states: tf.Tensor, halves: tf.Tensor, step: tf.Tensor, skips_nonfinite: bool
    ) -> tf.Tensor:
        """Counts the states of another replica than the first, after those of the first one.

        Takes the same as `OtherReplicas.note`, and returns True.
        """
        if self._others is None:
            self._others = made_apart(lambda: OtherReplicas(self._variables))
        of_first = self._kept.states[0]
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
        return known == int(self._kept.counts.numpy()[: len(_COUNTED)].sum())

    def read(self) -> records.Counters:
        """The counts so far."""
        *counts, first, last = self._kept.counts.numpy()
        numbers = _Numbers(*map(int, self._kept.numbers.numpy()))
        counters = records.Counters(
            steps=numbers.steps,
            clipped_steps=numbers.clipped_steps,
            skipped_steps=numbers.skipped_steps,
            lost_rows=self._lost_rows,
            variables={
                int(i): records.VariableCounts(
                    null=int(counts[0][i]),
                    zero=int(counts[1][i]),
                    nonfinite=int(counts[2][i]),
                    first_step=int(first[i]),
                    last_step=int(last[i]),
                )
                for i in np.flatnonzero(np.any(counts, axis=0))
            },
        )
        return counters if self._others is None else self._others.added_to(counters)

    def read_incident(self) -> records.Incident | None:
        """The first incident, where there was one."""
        incident = self._incident()
        return incident if self._others is None else self._others.earlier_than(incident)

    def _incident(self) -> records.Incident | None:
        numbers = _Numbers(*map(int, self._kept.numbers.numpy()))
        if numbers.incident_step < 0:
            return None
        seen = numbers.incident_seen
        # Step number `seen` stands in slot `seen % HISTORY`, the oldest in the one after.
        halves = np.roll(self._kept.incident_halves.numpy(), -(seen + 1) % HISTORY, axis=0)
        norms = np.sqrt(2 * halves[-min(seen, HISTORY) :])
        states = self._kept.states.numpy()[1].astype(np.uint8)
        return records.Incident(numbers.incident_step, states, norms)


@kept
def _noted(null: tuple[bool, ...], number: int, skips_nonfinite: bool) -> GraphFunction:
    """What `Tally.note` does to what is kept: from that, the history, states and step."""
    variables = len(null)

    def note(
        numbers: Value,
        counts: Value,
        kept_states: Value,
        incident_halves: Value,
        history: Value,
        states: Value,
        step: Value,
    ) -> list[Value]:
        before = _Numbers(*ops.unstack(numbers))
        last_states, incident_states = ops.unstack(kept_states)
        *hits_before, first_step, last_step = ops.unstack(counts)

        changed = ops.not_equal(states, last_states)
        sick = ops.not_equal(states, float(State.PRESENT))
        quiet = ~ops.reduce_any(sick & ~np.array(null))
        skipped = before.skipped_steps
        if skips_nonfinite:
            nonfinite = ops.equal(states, float(State.NONFINITE))
            skipped += ops.cast(ops.reduce_any(nonfinite), tf.int64)
            sick &= ~nonfinite
        hits = [
            # Those that are null have been counted by `see`.
            old if state == State.NULL else old + ops.cast(hit, tf.int64)
            for old, state in zip(hits_before, _COUNTED, strict=True)
            for hit in [sick & ops.equal(states, float(state))]
        ]
        first_step = ops.where(sick & (first_step < 0), step, first_step)
        last_step = ops.where(sick, step, last_step)

        # Without a branch of its own, whose trace users would wait for.
        is_incident = ops.reduce_any(sick & changed) & (before.incident_step < 0)
        after = before._replace(
            skipped_steps=skipped,
            quiet_as=ops.where(quiet, ops.constant(number, tf.int64), _NOT_QUIET),
            incident_step=ops.where(is_incident, step, before.incident_step),
            incident_seen=ops.where(is_incident, before.steps, before.incident_seen),
        )
        incident_states = ops.where(is_incident, states, incident_states)
        return [
            ops.stack(after),
            ops.stack([*hits, first_step, last_step]),
            ops.stack([states, incident_states]),
            ops.where(is_incident, history, incident_halves),
            ops.reduce_any(changed),
        ]

    counted = len(_COUNTED) + 2
    return GraphFunction(
        note,
        [
            tf.TensorSpec([len(_Numbers._fields)], tf.int64),
            tf.TensorSpec([counted, variables], tf.int64),
            tf.TensorSpec([2, variables]),
            tf.TensorSpec([HISTORY, variables]),
            tf.TensorSpec([HISTORY, variables]),
            tf.TensorSpec([variables]),
            tf.TensorSpec([], tf.int64),
        ],
    )


def _kept(value: Any, dtype: tf.DType) -> tf.Variable:
    return tf.Variable(
        np.asarray(value, dtype.as_numpy_dtype), trainable=False, name="gradient_health_tally"
    )
