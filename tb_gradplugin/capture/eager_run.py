"""A loss evaluated op by op, and what was seen meanwhile as a `Program`."""

from __future__ import annotations

import contextlib
import dataclasses
from collections.abc import Callable, Sequence
from typing import Any, TypeVar

import tensorflow as tf
from tensorflow.python.eager import record

from tb_gradplugin.capture.graphs import inner_graphs
from tb_gradplugin.capture.observing import (
    asked,
    custom_gradients,
    departures,
    eager_ops,
    earlier_numbers,
    evaluation,
    inner_tapes,
    keras_calls,
    live_variables,
    opened_functions,
    other_threads,
    pipeline_reads,
    python_names,
    sizes,
    variable_reads,
)
from tb_gradplugin.capture.observing.evaluation import Evaluation
from tb_gradplugin.capture.observing.observation import Draft, Observation
from tb_gradplugin.capture.sources import frames, returns
from tb_gradplugin.capture.state import repetition, state_keeping
from tb_gradplugin.capture.unread_variables import untouched
from tb_gradplugin.diagnosis import op_types
from tb_gradplugin.diagnosis.program import Node, Program
from tb_gradplugin.schema.findings import Location

Listening = Callable[[Observation], contextlib.AbstractContextManager[None]]
Finish = Callable[[tf.GradientTape, Any, Sequence[Any]], Evaluation]

_Observation = TypeVar("_Observation", bound=Observation)

_LISTENERS: tuple[Listening, ...] = (
    variable_reads.listening,
    custom_gradients.listening,
    inner_tapes.listening,
    inner_graphs.listening,
    keras_calls.listening,
    departures.listening,
    sizes.listening,
    other_threads.listening,
    pipeline_reads.listening,
    eager_ops.listening,
)


def observed(
    loss_fn: Callable[[], Any],
    variables: Sequence[Any],
    statuses: Sequence[str] | None = None,
    state: state_keeping.Variables | None = None,
    observation: Observation | None = None,
    listeners: Sequence[Listening] = (),
    finish: Finish = evaluation.finished,
    again: bool = False,
    closed: bool = False,
) -> Program:
    """Evaluates a loss once, eagerly and op by op, with its functions opened.

    Args:
      loss_fn: takes nothing and returns the loss.
      variables: `tf.Variable`, Keras variables, or eager tensors.
      statuses: what the gradients really are; by default what they are in this evaluation.
      state: the values of variables that are given back afterwards; by default those of now.
      observation: where it is noted down; by default one that notes no more than the program.
      listeners: what else listens; each is asked after those that make the program.
      finish: takes the gradient of the loss by the variables from the tape that recorded it.
      again: whether it draws the random numbers that the last run with this `state` drew.
      closed: whether each `tf.function` runs as one op, as in the program itself.

    Returns:
      Everything that was seen. What the loss function or TensorFlow raises is told in it.

    Raises:
      RuntimeError: the observation itself failed.
    """
    state = state or state_keeping.Variables(loss_fn)
    observation = observation or new_observation(Observation, loss_fn, state)
    opening = contextlib.nullcontext() if closed else opened_functions.opened()
    with state_keeping.kept(state, again), repetition.silenced(), opening:
        result = _run(loss_fn, variables, observation, listeners, finish)
        loss = _loss(result.loss, observation) if result.is_loss_known else None
    if observation.failure is not None:
        raise RuntimeError("The evaluation could not be observed.") from observation.failure
    told = _told(loss_fn, variables, statuses or result.statuses, observation, state)
    return Program(
        nodes=[_node(index, draft) for index, draft in enumerate(observation.drafts)],
        values=observation.values,
        loss=loss,
        loss_kind=_loss_kind(result, loss),
        loss_locations=_loss_locations(loss_fn, loss, observation),
        asked=told.asked,
        lengths=told.lengths,
        name_filter=told.name_filter,
        departures=observation.departures,
        inner_tapes=observation.inner_tapes,
        inner_graphs=observation.inner_graphs,
        exception=result.exception_text,
        exception_locations=(
            (*observation.refused, *frames.of_exception(result.exception).locations)
            if result.exception
            else ()
        ),
    )


def as_raised(program: Program, result: Evaluation) -> Program:
    """An evaluation as if it had raised, before there was a loss, what another one did."""
    assert result.exception is not None
    return dataclasses.replace(
        program,
        loss=None,
        loss_kind="exception",
        exception=result.exception_text,
        exception_locations=frames.of_exception(result.exception).locations,
    )


def new_observation(
    cls: type[_Observation], loss_fn: Callable[[], Any], state: state_keeping.Variables
) -> _Observation:
    """An observation that knows the names of the program's variables and tensors."""
    names = python_names.Names(loss_fn)
    observation = cls(live_variables.Names(state.all), names)
    observation.number_behind = earlier_numbers.Numbers(names.numbers)
    return observation


def _run(
    loss_fn: Callable[[], Any],
    variables: Sequence[Any],
    observation: Observation,
    listeners: Sequence[Listening],
    finish: Finish,
) -> Evaluation:
    loss = None
    try:
        with tf.GradientTape() as tape, contextlib.ExitStack() as stack:
            for listening in (*_LISTENERS, *listeners):
                stack.enter_context(listening(observation))
            observation.active = True
            try:
                loss = evaluation.called(loss_fn)
            finally:
                observation.active = False
    except Exception as error:
        return evaluation.failed(loss, variables, error, False)
    return finish(tape, loss, variables)


def _loss(loss: Any, observation: Observation) -> int | None:
    with record.stop_recording():
        targets = observation.values_of(tf.nest.flatten(loss))
    if len(targets) <= 1:
        return targets[0] if targets else None
    # TensorFlow differentiates the sum of several targets.
    total = tf.constant(0.0)
    draft = Draft("AddN", targets, (), (True,) * len(targets), frames.Frames((), 0))
    node = observation.add(draft)
    draft.outputs = (observation.made(total, node),)
    return draft.outputs[0]


def _told(
    loss_fn: Callable[[], Any],
    variables: Sequence[Any],
    statuses: Sequence[str],
    observation: Observation,
    state: state_keeping.Variables,
) -> untouched.Told:
    told = untouched.told(
        asked.described(variables, statuses, [observation.known(v) for v in variables]),
        variables,
        untouched.origin(loss_fn),
        observation.known,
        lambda: _entered(observation),
        lambda: {(x.file, x.line) for each in observation.drafts for x in each.frames.locations},
        lambda: {x for each in observation.drafts if each.layer for x in each.inputs},
        lambda: {x.name: x.index for x in observation.values if x.origin == "tensor" and x.name},
        lambda: state.all,
    )
    for index in told.of_data:
        observation.values[index] = dataclasses.replace(observation.values[index], of_data=True)
    return told


def _entered(observation: Observation) -> list[tuple[tuple[Location, ...], int]]:
    """Numbers with a fraction that became constants, by the lines of the op that took them."""
    found: dict[tuple[Location, ...], int] = {}
    for draft in observation.drafts:
        for value in draft.inputs if draft.frames.locations else ():
            number = observation.values[value]
            if number.origin == "constant" and op_types.carries_gradient(number.dtype):
                found.setdefault(draft.frames.locations[:1], value)
    return list(found.items())


def _loss_kind(result: Evaluation, loss: int | None) -> str:
    if not result.is_loss_known:
        return "exception"
    return "tensor" if loss is not None else type(result.loss).__name__


def _loss_locations(
    loss_fn: Callable[[], Any], loss: int | None, observation: Observation
) -> tuple[Location, ...]:
    node = None if loss is None else observation.values[loss].node
    if node is not None and observation.drafts[node].frames.locations:
        return observation.drafts[node].frames.locations
    begin = frames.of_function(loss_fn)
    returned = returns.only_line(loss_fn)
    if not begin or returned is None:
        return begin
    return frames.of_function(loss_fn, returned)


def _node(index: int, draft: Draft) -> Node:
    return Node(
        index=index,
        op_type=draft.op_type,
        op_name="",
        inputs=draft.inputs,
        outputs=draft.outputs,
        passes=draft.passes,
        locations=draft.frames.locations,
        hidden_frames=draft.frames.hidden,
        layer=draft.layer,
        detail=draft.detail,
    )
