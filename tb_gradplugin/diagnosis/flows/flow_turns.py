"""The ops at which a gradient turns zero or non-finite, walking from a variable to the loss."""

from __future__ import annotations

import collections
import dataclasses
import itertools

from tb_gradplugin.diagnosis.flows import flow_ops
from tb_gradplugin.diagnosis.flows.flow import Numbers
from tb_gradplugin.diagnosis.flows.flow_case import FlowCase, Use
from tb_gradplugin.diagnosis.program import Asked, Node

ZERO = "zero"
NONFINITE = "nonfinite"
VANISHING = "vanishing"
EXPLODING = "exploding"


@dataclasses.dataclass(frozen=True)
class Turn:
    """An op that takes a gradient of one kind and hands on one of another.

    Attributes:
      case: the evaluation.
      kind: what the gradient becomes: ZERO, NONFINITE, VANISHING or EXPLODING.
      asked: the variable that it is about.
      node: the op.
      slot: place of the input at which the gradient is sick.
      output: the output at which it is not.
      beside: how many uses of the input turn in the same way, this one included.
    """

    case: FlowCase
    kind: str
    asked: Asked
    node: Node
    slot: int
    output: int
    beside: int = 1

    @property
    def value(self) -> int:
        """The input at which the gradient is sick."""
        return self.node.inputs[self.slot]

    @property
    def x(self) -> Numbers | None:
        """What the input holds."""
        return self.case.forward(self.value)

    @property
    def y(self) -> Numbers | None:
        """What the output holds."""
        return self.case.forward(self.output)

    @property
    def above(self) -> Numbers:
        """The gradient at the output."""
        return self.case.flow.gradient[self.output]

    @property
    def sick(self) -> Numbers:
        """The gradient at the input."""
        return self.case.flow.gradient[self.value]

    @property
    def dtype(self) -> str:
        """Of the input; of a variable's handle, of what it holds."""
        found = self.case.value(self.value).dtype
        return self.case.value(self.output).dtype if found == "resource" else found

    def detail(self, key: str) -> float:
        """One of the counts of the op; 0 where it is not known."""
        found = self.case.detail(self.node, key)
        return float(found) if isinstance(found, (int, float)) else 0.0

    def others(self) -> list[int]:
        """The inputs that were measured, but for the sick one."""
        return [
            value
            for slot, value in enumerate(self.node.inputs)
            if slot != self.slot and value in self.case.flow.forward
        ]


def is_sick(numbers: Numbers, kind: str) -> bool:
    """Whether a gradient is zero (an empty one is), or has a non-finite element."""
    if kind == NONFINITE:
        return not numbers.is_finite
    return numbers.is_finite and numbers.max_abs == 0


@dataclasses.dataclass(frozen=True)
class _Stage:
    """A value whose gradient is sick, on the walk from variables to the loss.

    Attributes:
      through: uses of it, each with an output whose gradient is sick too.
      ending: uses at which the gradient turns, each with an output where it is not yet sick.
    """

    through: list[tuple[Use, int]]
    ending: list[tuple[Use, int]]


class Walks:
    """Walks from variables to the ops at which their gradients turn.

    What lies beyond a value is worked out once, whichever variable leads there.
    """

    def __init__(self, case: FlowCase):
        self._case = case
        self._stages: dict[tuple[int, str], _Stage] = {}
        self._ends: dict[tuple[int, str], tuple[int, ...]] = {}

    def turns(self, asked: Asked, kind: str) -> list[Turn]:
        """Every op at which the gradient of a variable turns, nearest to the variable first.

        Args:
          asked: a variable whose gradient is of that kind.
          kind: ZERO or NONFINITE.
        """
        case = self._case
        gradient = None if asked.value is None else case.gradient(asked.value)
        if asked.value is None or gradient is None or not is_sick(gradient, kind):
            return []
        found = []
        for value in self._ends_from(asked.value, kind):
            ending = self._stage(value, kind).ending
            found += [
                Turn(case, kind, asked, case.node(use.node), use.slot, output, len(ending))
                for use, output in ending
            ]
        return found

    def below(self, turn: Turn) -> tuple[int, ...]:
        """Ops between the sick input of an op and the variable, the one nearest to the op first."""
        assert turn.asked.value is not None
        below: dict[int, tuple[int, int] | None] = {turn.asked.value: None}
        waiting = collections.deque(below)
        while waiting and turn.value not in below:
            value = waiting.popleft()
            for use, output in self._stage(value, turn.kind).through:
                if output not in below:
                    below[output] = (value, use.node)
                    waiting.append(output)
        found = []
        step = below.get(turn.value)
        while step is not None:
            value, node = step
            found.append(node)
            step = below[value]
        return tuple(found)

    def _ends_from(self, value: int, kind: str) -> tuple[int, ...]:
        """The values at which the walk ends, in the order in which they were made."""
        waiting, begun = [value], set()
        while waiting:
            top = waiting[-1]
            if (top, kind) in self._ends:
                waiting.pop()
                continue
            stage = self._stage(top, kind)
            if top not in begun:
                begun.add(top)
                waiting += [output for _, output in stage.through if output not in begun]
                continue
            waiting.pop()
            beyond = {self._ends.get((output, kind), ()) for _, output in stage.through}
            if not stage.ending and len(beyond) == 1:
                self._ends[top, kind] = beyond.pop()
            else:
                own = [top] if stage.ending else []
                self._ends[top, kind] = tuple(sorted({*own, *itertools.chain(*beyond)}))
        return self._ends[value, kind]

    def _stage(self, value: int, kind: str) -> _Stage:
        if (value, kind) not in self._stages:
            through, ending = _sorted(self._case, value, kind)
            if kind == ZERO and not through:
                ending, through = _followed(self._case, ending)
            if kind != ZERO and through:
                ending = []
            self._stages[value, kind] = _Stage(through, ending)
        return self._stages[value, kind]


def _sorted(
    case: FlowCase, value: int, kind: str
) -> tuple[list[tuple[Use, int]], list[tuple[Use, int]]]:
    """The uses of a value whose own gradient is sick, and those whose gradient is not."""
    through, ending = [], []
    for use in case.uses.get(value, ()):
        outputs = case.receiving(case.node(use.node))
        sick = [output for output in outputs if is_sick(case.flow.gradient[output], kind)]
        through += [(use, output) for output in sick]
        if len(sick) < len(outputs) and (kind == ZERO or not sick):
            ending.append((use, next(output for output in outputs if output not in sick)))
    if not through and len(ending) > 1:
        ending = _able(case, ending, kind)
    return through, ending


def _followed(
    case: FlowCase, ending: list[tuple[Use, int]]
) -> tuple[list[tuple[Use, int]], list[tuple[Use, int]]]:
    """Follows a part of a tensor, all zero, to where the parts are taken apart again."""
    kept, through = [], []
    for use, output in ending:
        parts: list[tuple[Use, int]] = []
        waiting = [output] if case.node(use.node).op_type in flow_ops.MOVES else []
        while waiting:
            for further in case.uses.get(waiting.pop(), ()):
                node = case.node(further.node)
                if node.op_type in flow_ops.MOVES:
                    outputs = case.receiving(node)
                    zeros = [one for one in outputs if is_sick(case.flow.gradient[one], ZERO)]
                    parts += [(further, one) for one in zeros]
                    waiting += outputs if not zeros else []
        through += parts
        if not parts:
            kept.append((use, output))
    return kept, through


def _able(case: FlowCase, ending: list[tuple[Use, int]], kind: str) -> list[tuple[Use, int]]:
    """Leaves out sums and the like, where another use can do it by itself."""
    able = [pair for pair in ending if case.node(pair[0].node).op_type not in flow_ops.LINEAR]
    if able or kind == ZERO:
        return able or ending
    # The parts are finite and their sum is not: the largest of them shows why.
    return [max(ending, key=lambda pair: case.flow.gradient[pair[1]].norm)]
