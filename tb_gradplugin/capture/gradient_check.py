"""Gradients compared with finite differences of the forward function that they belong to."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from typing import Any

import tensorflow as tf

from tb_gradplugin.capture import eager_run
from tb_gradplugin.capture.comparing import chosen_calls, variable_orders
from tb_gradplugin.capture.comparing.gradient_verdicts import JUMP, Examination, Verdict
from tb_gradplugin.capture.comparing.op_replay import OpReplay
from tb_gradplugin.capture.comparing.replays import (
    EXPENSIVE,
    CustomReplay,
    Replay,
    UncheckableError,
)
from tb_gradplugin.capture.observing.replayed_calls import CustomCall, OpCall, Recorder
from tb_gradplugin.capture.ops.tensor_numbers import digits
from tb_gradplugin.capture.sources import frames, returns
from tb_gradplugin.capture.state import repetition, state_keeping
from tb_gradplugin.capture.state.held_state import HeldState
from tb_gradplugin.diagnosis import on_the_way
from tb_gradplugin.diagnosis.checked import Checked, Checks
from tb_gradplugin.diagnosis.on_the_way import Way
from tb_gradplugin.diagnosis.program import Program
from tb_gradplugin.schema.findings import Location

VERIFY = ("custom", "all")

_SECONDS = {"custom": 20.0, "all": 60.0}
"""After which no further call is looked at."""

_SECONDS_OF_ONE = 8.0
"""After which a call counts as too expensive."""


def checks(
    loss_fn: Callable[[], Any],
    variables: Sequence[Any],
    statuses: Sequence[str] | None = None,
    state: state_keeping.Variables | None = None,
    verify: str = "custom",
) -> Checks:
    """Evaluates a loss once and compares the gradients on its way with finite differences.

    Each function with a custom gradient on the way to the variables, or each op too, is run again
    by itself with its arguments and variables moved by small steps: in float64 where it takes
    that, otherwise with longer steps. All state is given back.

    Args:
      loss_fn: takes nothing and returns the loss.
      variables: `tf.Variable`, Keras variables, or eager tensors.
      statuses: what the gradients really are; by default what they are in this evaluation.
      state: the values of variables that are given back afterwards; by default those of now.
      verify: "custom" for functions with a custom gradient, "all" for every op as well.

    Raises:
      ValueError: `verify` is something else.
      RuntimeError: the observation itself failed.
    """
    recorder = Recorder(with_ops=_checked(verify) == "all")
    state = state or state_keeping.Variables(loss_fn)
    program = eager_run.observed(
        loss_fn, variables, statuses, state, listeners=(recorder.listening,)
    )
    return compared(program, recorder, state, verify)


def compared(
    program: Program, recorder: Recorder, state: state_keeping.Variables, verify: str = "custom"
) -> Checks:
    """The same for an evaluation at which a recorder listened.

    Args:
      program: that evaluation.
      recorder: its `listening` was among the listeners of `eager_run.observed`.
      state: the values that variables had when it began.
      verify: as for `checks`.
    """
    ways = on_the_way.ways_through(program) if recorder.custom or recorder.ops else {}
    custom = chosen_calls.customs(program, recorder, ways)
    ops = [] if _checked(verify) == "custom" else chosen_calls.ops(program, recorder, ways)
    if not custom and not ops:
        return Checks(program, [])
    results: list[Checked] = []
    check = _Check(program, recorder, ways, HeldState(state))
    with check.state.kept(), repetition.silenced():
        deadline = time.monotonic() + _SECONDS["custom"]
        for call in custom:
            results += check.of_custom(call, deadline)
        deadline = time.monotonic() + _SECONDS["all"]
        for op in ops:
            results += check.of_op(op, deadline)
    return Checks(program, results)


class _Check:
    def __init__(
        self, program: Program, recorder: Recorder, ways: dict[int, Way], state: HeldState
    ):
        self._program, self._recorder, self._ways, self.state = program, recorder, ways, state

    def of_custom(self, call: CustomCall, deadline: float) -> list[Checked]:
        """One for each input on the way, or one for all where nothing could be measured."""
        ends = min(deadline, time.monotonic() + _SECONDS_OF_ONE)
        slots: list[int | None] = []

        def replayed(wide: bool) -> CustomReplay:
            replay = CustomReplay(call, self.state, wide, ends)
            slots[:] = self._slots_of(call, replay)
            variable_orders.set_as_given(replay, slots, call.in_graph)
            return replay

        replay, found, reason = self._examined(call.node, replayed, slots)
        if replay is None:
            return [_whole(call.node, reason)]
        locations = _of_gradient(replay.gradient_function) or frames.of_function(call.function)
        return [
            self._named(call.node, slots[place], replay, place, verdict, locations)
            for place, verdict in found.items()
        ]

    def of_op(self, call: OpCall, deadline: float) -> list[Checked]:
        """One for each input whose registered gradient disagrees."""
        ends = min(deadline, time.monotonic() + _SECONDS_OF_ONE)
        passes = self._program.nodes[call.node].passes or ()
        slots: list[int | None] = [slot if passes[slot] else None for slot in range(len(passes))]

        def replayed(wide: bool) -> OpReplay:
            return OpReplay(call, wide, ends)

        replay, found, reason = self._examined(call.node, replayed, slots)
        if replay is None:
            return [_whole(call.node, reason)] if reason == EXPENSIVE else []
        return [
            self._named(call.node, slots[place], replay, place, ("wrong", verdict[1]), ())
            for place, verdict in found.items()
            if _is_wrong_op(verdict)
        ]

    def _examined(
        self, node: int, replayed: Callable[[bool], Any], slots: Sequence[int | None]
    ) -> tuple[Any, dict[int, Verdict], str]:
        """The replay that could be measured, its verdicts, and otherwise the reason."""
        reason, rest = "", None
        # With full digits first, where the call takes them; then as in the user's program.
        for wide in (True, False):
            try:
                replay = replayed(wide)
                if wide and digits(replay.lowest) < digits(tf.float64):
                    continue
                found = self._verdicts(node, replay, slots)
            except UncheckableError as error:
                reason = str(error)
                if reason == EXPENSIVE:
                    break
                continue
            except Exception as error:
                reason = f"{type(error).__name__}: {error}"
                continue
            if all(map(_is_settled, found.values())):
                return replay, found, ""
            rest = rest or (replay, found)
        return (*rest, "") if rest else (None, {}, reason)

    def _verdicts(
        self, node: int, replay: Replay, slots: Sequence[int | None]
    ) -> dict[int, Verdict]:
        way = self._ways[node]
        places = [
            place
            for place, (slot, target) in enumerate(zip(slots, replay.targets, strict=True))
            if slot in way.variables and target is not None
        ]
        outputs = self._program.nodes[node].outputs
        floats = [tf.as_dtype(self._program.values[value].dtype) for value in outputs]
        used = [
            receives
            for dtype, receives in zip(floats, way.receives, strict=True)
            if dtype.is_floating or dtype.is_complex
        ]
        if not places:
            return {}
        if not isinstance(replay, CustomReplay):
            return Examination(replay, places, used).verdicts()
        found = Examination(replay, places, used, looks_beside=True).verdicts()
        in_graph = self._recorder.custom[node].in_graph
        return variable_orders.noted(found, replay, used, in_graph)

    def _slots_of(self, call: CustomCall, replay: CustomReplay) -> list[int | None]:
        """For each target of a call, its place among the inputs of the op."""
        inputs = self._program.nodes[call.node].inputs
        arguments = len(inputs) - len(replay.used_variables)
        slots: list[int | None] = list(range(arguments))
        for variable in replay.used_variables:
            value = self._recorder.value_of(variable)
            slots.append(inputs.index(value, arguments) if value in inputs[arguments:] else None)
        return slots

    def _named(
        self,
        node: int,
        slot: int | None,
        replay: Replay,
        place: int,
        verdict: Verdict,
        locations: tuple[Location, ...],
    ) -> Checked:
        target = replay.targets[place]
        assert target is not None
        outcome, facts = verdict
        name = target.name
        if target.kind == "variable" and slot is not None:
            handle = self._program.nodes[node].inputs[slot]
            name = self._program.values[handle].name or name
        facts = {**facts, "precision": replay.lowest.name}
        return Checked(node, slot, name, target.kind, outcome, facts, locations)


def _is_settled(verdict: Verdict) -> bool:
    """Whether fewer digits can tell no more: a jump that full digits show, they may step over."""
    outcome, facts = verdict
    return outcome != "unmeasured" or facts.get("reason") == JUMP


def _is_wrong_op(verdict: Verdict) -> bool:
    outcome, facts = verdict
    return outcome in ("wrong", "zeros") or facts.get("reason") == JUMP


def _whole(node: int, reason: str) -> Checked:
    return Checked(node, None, "", "argument", "unmeasured", {"reason": reason or "raised"})


def _of_gradient(function: Callable[..., Any]) -> tuple[Location, ...]:
    """The line on which a gradient function returns, or its first where there are several."""
    return frames.of_function(function, returns.only_line(function))


def _checked(verify: str) -> str:
    if verify not in VERIFY:
        raise ValueError(f'`verify` must be "custom" or "all". Received: verify={verify!r}')
    return verify
