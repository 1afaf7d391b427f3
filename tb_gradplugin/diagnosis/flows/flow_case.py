"""One measured evaluation under diagnosis, and all that is worked out about it once."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any, Concatenate, NamedTuple, ParamSpec, TypeVar

from tb_gradplugin.diagnosis.flows.flow import Flow, Numbers
from tb_gradplugin.diagnosis.program import Asked, Node, Value

_MOST_STEPS = 8
"""Ops between a variable and where it is used: reading, casting, reshaping, transposing."""


_Key = ParamSpec("_Key")
_Result = TypeVar("_Result")


def once(
    function: Callable[Concatenate[FlowCase, _Key], _Result],
) -> Callable[Concatenate[FlowCase, _Key], _Result]:
    """Lets a function of a case be worked out once for each of its further arguments.

    Thousands of variables ask the same of the ops between them and the loss.
    """

    @functools.wraps(function)
    def known(case: FlowCase, /, *key: _Key.args, **named: _Key.kwargs) -> _Result:
        assert not named, "arguments are told apart by their place"
        answers: dict[Any, _Result] = case.answers.setdefault(function, {})
        if key not in answers:
            answers[key] = function(case, *key, **named)
        return answers[key]

    return known


class Use(NamedTuple):
    """One input of an op that hands its gradient on along it.

    Attributes:
      node: index of the op.
      slot: place among its inputs.
    """

    node: int
    slot: int


class FlowCase:
    """What the causes of sick gradients look at.

    Attributes:
      flow: the evaluation with its numbers.
      program: the evaluation.
      answers: what `once` keeps, by function.
    """

    def __init__(self, flow: Flow):
        self.flow, self.program = flow, flow.program
        self.answers: dict[Callable, dict[Any, Any]] = {}

    @functools.cached_property
    def uses(self) -> dict[int, list[Use]]:
        """By value: where it is used and a gradient may come back from."""
        found: dict[int, list[Use]] = {}
        for node in self.program.nodes:
            if "inside_custom_gradient" in node.detail or not self.receiving(node):
                continue
            passes = node.passes or ()
            for slot, value in enumerate(node.inputs):
                if slot < len(passes) and passes[slot]:
                    found.setdefault(value, []).append(Use(node.index, slot))
        return found

    @functools.cached_property
    def uses_of_values(self) -> dict[int, list[int]]:
        """By value: the ops that take it in, whether or not they hand a gradient on."""
        found: dict[int, list[int]] = {}
        for node in self.program.nodes:
            for value in node.inputs:
                found.setdefault(value, []).append(node.index)
        return found

    @functools.cached_property
    def names(self) -> dict[int, str]:
        """Names of what was asked about, by the index of the value."""
        return {a.value: a.name for a in self.program.asked if a.value is not None}

    @functools.cached_property
    def asked_by_value(self) -> dict[int, Asked]:
        """What was asked about, by the index of its value."""
        return {a.value: a for a in self.program.asked if a.value is not None}

    def receiving(self, node: Node) -> list[int]:
        """Outputs of an op to which a gradient comes."""
        return [value for value in node.outputs if value in self.flow.gradient]

    def node(self, index: int) -> Node:
        """The op of that index."""
        return self.program.nodes[index]

    def value(self, index: int) -> Value:
        """The value of that index."""
        return self.program.values[index]

    def producer(self, value: int) -> Node | None:
        """The op that made a value; None where it came from outside."""
        index = self.program.values[value].node
        return None if index is None else self.program.nodes[index]

    def forward(self, value: int) -> Numbers | None:
        """What a value holds; None where it is no tensor of floats."""
        return self.flow.forward.get(value)

    def gradient(self, value: int) -> Numbers | None:
        """The gradient of the loss at a value; None where there is none."""
        return self.flow.gradient.get(value)

    def detail(self, node: Node, key: str) -> float | int | str | None:
        """One of the further facts about an op."""
        return self.flow.details.get(node.index, {}).get(key)

    def float_inputs(self, node: Node) -> list[int]:
        """Inputs that were measured."""
        return [value for value in node.inputs if value in self.flow.forward]

    @once
    def handle_behind(self, value: int) -> int | None:
        """The variable that a value is a copy, a cast or another shape of; None where none."""
        for _ in range(_MOST_STEPS):
            if self.value(value).origin == "variable":
                return value
            node = self.producer(value)
            inputs = () if node is None else node.inputs
            if node is None or not inputs:
                return None
            known = [one for one in inputs if self.value(one).dtype == "resource"]
            floats = self.float_inputs(node)
            if not known and len(floats) != 1:
                return None
            value = (known or floats)[0]
        return None

    def name(self, value: int) -> str:
        """How the user's program calls a variable or tensor from outside; "" where unknown."""
        return self.names.get(value) or self.value(value).name

    def outermost(self, value: int) -> int:
        """The value itself, or the variable that it was just read from."""
        handle = self.handle_behind(value)
        return value if handle is None else handle
