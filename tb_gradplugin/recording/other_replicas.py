"""What the replicas beside the first one of a process add to the counts.

One replica's rows stand for all, but any replica's zero or non-finite gradient
is an incident. A step counts once: what the first replica or another one has
counted of it is not counted again.
"""

from __future__ import annotations

import dataclasses

import numpy as np
import tensorflow as tf

from tb_gradplugin.schema import records
from tb_gradplugin.schema.states import State

_COUNTED = (State.NULL, State.ZERO, State.NONFINITE)
_NEVER = -1


class OtherReplicas:
    """Counts of the steps on which another replica was sick and the first was not."""

    def __init__(self, variables: int) -> None:
        """Starts at nothing; call it outside of any traced function."""
        self._counts = _kept(tf.zeros([len(_COUNTED), variables], tf.int64))
        self._counted_on = _kept(tf.fill([len(_COUNTED), variables], _int64(tf.int64.min)))
        self._first_step = _kept(tf.fill([variables], _int64(_NEVER)))
        self._last_step = _kept(tf.fill([variables], _int64(_NEVER)))
        self._skipped_steps = _kept(tf.zeros([], tf.int64))
        self._skipped_on = _kept(_int64(tf.int64.min))
        self._incident_step = _kept(_int64(_NEVER))
        self._incident_states = _kept(tf.zeros([variables]))
        self._incident_halves = _kept(tf.zeros([variables]))

    def note(
        self,
        states: tf.Tensor,
        halves: tf.Tensor,
        of_first: tf.Tensor,
        step: tf.Tensor,
        skips_nonfinite: bool,
    ) -> tf.Tensor:
        """Counts the states of one replica in a step, after those of the first one.

        Args:
          states: float32 [variables] of `State`.
          halves: float32 [variables], half the sum of squares of each gradient.
          of_first: float32 [variables], the states of the first replica in this step.
          step: int64 scalar.
          skips_nonfinite: whether the optimizer skips an update where a gradient
            is not finite.

        Returns:
          True.
        """
        hits = tf.stack([tf.equal(states, float(s)) & (of_first != float(s)) for s in _COUNTED])
        if skips_nonfinite:
            nonfinite = tf.reduce_any(tf.equal(states, float(State.NONFINITE)))
            by_first = tf.reduce_any(tf.equal(of_first, float(State.NONFINITE)))
            skips = nonfinite & ~by_first & (self._skipped_on < step)
            self._skipped_steps.assign_add(tf.cast(skips, tf.int64))
            self._skipped_on.assign(tf.where(skips, step, self._skipped_on))
            hits &= tf.constant([[state != State.NONFINITE] for state in _COUNTED])
        hits &= self._counted_on < step
        self._counts.assign_add(tf.cast(hits, tf.int64))
        self._counted_on.assign(tf.where(hits, step, self._counted_on))
        sick = tf.reduce_any(hits, axis=0)
        is_first = sick & (self._first_step < 0)
        self._first_step.assign(tf.where(is_first, step, self._first_step))
        self._last_step.assign(tf.where(sick, step, self._last_step))
        is_incident = tf.reduce_any(sick) & (self._incident_step < 0)
        self._incident_states.assign(tf.where(is_incident, states, self._incident_states))
        self._incident_halves.assign(tf.where(is_incident, halves, self._incident_halves))
        self._incident_step.assign(tf.where(is_incident, step, self._incident_step))
        return tf.constant(True)

    def added_to(self, counters: records.Counters) -> records.Counters:
        """The counts of the first replica and these together."""
        counts = self._counts.numpy()
        first, last = self._first_step.numpy(), self._last_step.numpy()
        variables = dict(counters.variables)
        for i in map(int, np.flatnonzero(counts.any(axis=0))):
            here = records.VariableCounts(
                null=int(counts[0, i]),
                zero=int(counts[1, i]),
                nonfinite=int(counts[2, i]),
                first_step=int(first[i]),
                last_step=int(last[i]),
            )
            there = variables.get(i)
            variables[i] = here if there is None else _together(here, there)
        skipped = counters.skipped_steps + int(self._skipped_steps.numpy())
        return dataclasses.replace(
            counters, skipped_steps=skipped, variables=dict(sorted(variables.items()))
        )

    def earlier_than(self, incident: records.Incident | None) -> records.Incident | None:
        """The first incident of any replica, with the norms of its step only if not of the first.

        Args:
          incident: that of the first replica.
        """
        step = int(self._incident_step.numpy())
        if step < 0 or (incident is not None and incident.step <= step):
            return incident
        norms = np.sqrt(2 * self._incident_halves.numpy())[np.newaxis]
        return records.Incident(step, self._incident_states.numpy().astype(np.uint8), norms)


def _together(one: records.VariableCounts, other: records.VariableCounts) -> records.VariableCounts:
    return records.VariableCounts(
        null=one.null + other.null,
        zero=one.zero + other.zero,
        nonfinite=one.nonfinite + other.nonfinite,
        first_step=min(one.first_step, other.first_step),
        last_step=max(one.last_step, other.last_step),
    )


def _int64(value: int) -> tf.Tensor:
    return tf.constant(value, tf.int64)


def _kept(value: tf.Tensor) -> tf.Variable:
    return tf.Variable(value, trainable=False, name="gradient_health_other_replicas")
