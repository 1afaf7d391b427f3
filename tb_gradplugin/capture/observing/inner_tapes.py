"""Tapes inside of the loss: what was differentiated by what, and what came of it."""

from __future__ import annotations

import contextlib
import dataclasses
import sys
import weakref
from collections.abc import Callable, Iterator
from types import FrameType
from typing import Any

import tensorflow as tf
from tensorflow.python.eager import forwardprop

from tb_gradplugin.capture.observing.observation import Observation
from tb_gradplugin.capture.observing.patches import patched
from tb_gradplugin.capture.sources import file_owners, frames
from tb_gradplugin.capture.sources.file_owners import Owner
from tb_gradplugin.diagnosis.inner_tape import InnerTape, Stopped
from tb_gradplugin.schema.findings import Location

_METHODS = ("gradient", "jacobian", "batch_jacobian")

_FILLING = frozenset({"zero", tf.UnconnectedGradients.ZERO})
"""The option that has a tape give zeros instead of None; `batch_jacobian` does so by itself."""

_OF_ZEROS = frozenset({"ZerosLike", "Fill"})


@dataclasses.dataclass
class _State:
    """What the program did with a tape before it asked it.

    Attributes:
      watched: values that the tape was told to watch.
      watched_in: for each of them, the user's own frames of that, innermost first.
      opened_at_node: how many ops had run when it was opened for the first time.
      opened_in: the user's own frames of that, innermost first.
      closed_at_node: how many ops had run when it was closed for the last time.
      reset_at_node: how many had run when it was told to forget what it had recorded.
      stopped: each time that it had stopped recording.
    """

    watched: list[int] = dataclasses.field(default_factory=list)
    watched_in: list[tuple[Location, ...]] = dataclasses.field(default_factory=list)
    opened_at_node: int | None = None
    opened_in: tuple[Location, ...] = ()
    closed_at_node: int | None = None
    reset_at_node: int | None = None
    stopped: list[Stopped] = dataclasses.field(default_factory=list)


_States = weakref.WeakKeyDictionary[Any, _State]


@contextlib.contextmanager
def listening(observation: Observation) -> Iterator[None]:
    """Notes down every derivative that the user's program takes."""
    states: _States = weakref.WeakKeyDictionary()
    with contextlib.ExitStack() as stack:
        for name in _METHODS:
            original = getattr(tf.GradientTape, name)
            noted = _noted(original, observation, states)
            stack.enter_context(patched(tf.GradientTape, name, noted))
        watch, close = tf.GradientTape.watch, tf.GradientTape.__exit__
        enter = _opened(tf.GradientTape.__enter__, observation, states)
        stack.enter_context(patched(tf.GradientTape, "__enter__", enter))
        reset = _reset(tf.GradientTape.reset, observation, states)
        stop = _stopped(tf.GradientTape.stop_recording, observation, states)
        stack.enter_context(patched(tf.GradientTape, "reset", reset))
        stack.enter_context(patched(tf.GradientTape, "stop_recording", stop))
        stack.enter_context(patched(tf.GradientTape, "watch", _watched(watch, observation, states)))
        stack.enter_context(
            patched(tf.GradientTape, "__exit__", _closed(close, observation, states))
        )
        accumulator = forwardprop.ForwardAccumulator
        watch = _watched(accumulator._watch, observation, states)
        stack.enter_context(patched(accumulator, "_watch", watch))
        stack.enter_context(
            patched(accumulator, "jvp", _forward(accumulator.jvp, observation, states))
        )
        yield


def _forward(
    original: Callable[..., Any], observation: Observation, states: _States
) -> Callable[..., Any]:
    """What a derivative in forward mode was asked for, by what it was told the tangents of."""

    def jvp(accumulator: Any, primals: Any, *args: Any, **kwargs: Any) -> Any:
        tangents = original(accumulator, primals, *args, **kwargs)
        if any(each is None for each in tf.nest.flatten(tangents)):
            with observation.noting():
                sources = tuple(states.get(accumulator, _State()).watched)
                for target, tangent in zip(
                    tf.nest.flatten(primals), tf.nest.flatten(tangents), strict=True
                ):
                    results = (None if tangent is None else observation.value_of(tangent),)
                    observation.inner_tapes.append(
                        InnerTape(
                            target=observation.values_of([target]),
                            sources=sources,
                            results=results * len(sources),
                            locations=frames.of_this_stack().locations,
                            watched=sources,
                        )
                    )
        return tangents

    return jvp


def _watched(
    original: Callable[..., Any], observation: Observation, states: _States
) -> Callable[..., Any]:
    def watch(tape: Any, tensor: Any, *tangents: Any) -> Any:
        if _is_of_program(observation, sys._getframe(1)) or (tangents and observation.listens):
            with observation.noting():
                state = states.setdefault(tape, _State())
                values = observation.values_of(tf.nest.flatten(tensor))
                state.watched.extend(values)
                state.watched_in.extend([frames.of_this_stack().locations] * len(values))
        return original(tape, tensor, *tangents)

    return watch


def _opened(
    original: Callable[..., Any], observation: Observation, states: _States
) -> Callable[..., Any]:
    def __enter__(tape: Any) -> Any:  # noqa: N807  in its place
        if _is_of_program(observation, sys._getframe(1)):
            state = states.setdefault(tape, _State())
            if state.opened_at_node is None:
                state.opened_at_node = len(observation.drafts)
                state.opened_in = frames.of_this_stack().locations
        return original(tape)

    return __enter__


def _closed(
    original: Callable[..., Any], observation: Observation, states: _States
) -> Callable[..., Any]:
    def __exit__(tape: Any, *args: Any) -> Any:  # noqa: N807  in its place
        if _is_of_program(observation, sys._getframe(1)):
            states.setdefault(tape, _State()).closed_at_node = len(observation.drafts)
        return original(tape, *args)

    return __exit__


def _reset(
    original: Callable[..., Any], observation: Observation, states: _States
) -> Callable[..., Any]:
    def reset(tape: Any) -> Any:
        if _is_of_program(observation, sys._getframe(1)):
            state = states.setdefault(tape, _State())
            state.watched.clear()
            state.watched_in.clear()
            state.reset_at_node = len(observation.drafts)
        return original(tape)

    return reset


def _stopped(
    original: Callable[..., Any], observation: Observation, states: _States
) -> Callable[..., Any]:
    @contextlib.contextmanager
    def stop_recording(tape: Any) -> Iterator[None]:
        begin = len(observation.drafts)
        listens = observation.listens
        lines = frames.of_this_stack().locations if listens else ()
        try:
            with original(tape):
                yield
        finally:
            if listens:
                ran = range(begin, len(observation.drafts))
                states.setdefault(tape, _State()).stopped.append(Stopped(ran, lines))

    return stop_recording


def _is_of_program(observation: Observation, caller: FrameType) -> bool:
    """Whether the user's program does it: TensorFlow opens tapes of its own."""
    if not observation.listens:
        return False
    return file_owners.owner(caller.f_code.co_filename) is not Owner.FRAMEWORK


def _noted(
    original: Callable[..., Any], observation: Observation, states: _States
) -> Callable[..., Any]:
    def differentiate(tape: Any, target: Any, sources: Any, *args: Any, **kwargs: Any) -> Any:
        observation.differentiating += 1
        try:
            results = original(tape, target, sources, *args, **kwargs)
        finally:
            observation.differentiating -= 1
        # One method calls another.
        if _is_of_program(observation, sys._getframe(1)):
            with observation.noting():
                state = states.get(tape, _State())
                fills = original.__name__ == "batch_jacobian" or not _FILLING.isdisjoint(
                    option for option in (*args, *kwargs.values()) if _is_option(option)
                )
                given = [
                    None if fills and _is_filling(observation, result) else result
                    for result in tf.nest.flatten(results)
                ]
                observation.inner_tapes.append(
                    InnerTape(
                        target=observation.values_of(tf.nest.flatten(target)),
                        sources=observation.values_of(tf.nest.flatten(sources)),
                        results=tuple(map(observation.value_of, given)),
                        locations=frames.of_this_stack().locations,
                        watched=tuple(state.watched),
                        watched_in=tuple(state.watched_in),
                        opened_at_node=state.opened_at_node,
                        opened_in=state.opened_in,
                        closed_at_node=state.closed_at_node,
                        reset_at_node=state.reset_at_node,
                        fills_with_zeros=fills,
                        stopped=tuple(state.stopped),
                    )
                )
        return results

    return differentiate


def _is_option(option: Any) -> bool:
    return isinstance(option, (str, tf.UnconnectedGradients))


def _is_filling(observation: Observation, result: Any) -> bool:
    """Whether a result is made of zeros, and of no value that was computed."""
    known = observation.known(result) if tf.is_tensor(result) else None
    node = None if known is None else observation.values[known].node
    if node is not None and observation.drafts[node].op_type not in _OF_ZEROS:
        return False
    return tf.is_tensor(result) and not bool(tf.reduce_any(tf.not_equal(result, 0)))
