"""The way on which most of a gradient comes, and how its size changes along it."""

from __future__ import annotations

import dataclasses
import math

from tb_gradplugin.diagnosis.flows import flow_ops
from tb_gradplugin.diagnosis.flows.flow_case import FlowCase, Use, once
from tb_gradplugin.diagnosis.program import Node
from tb_gradplugin.schema.findings import Step

_PART = 0.5
"""Orders of magnitude by which a part of a tensor is smaller than the whole, to be followed."""

_UNSAID = frozenset({"ReadVariableOp", "Identity", "Merge", "Snapshot"})
"""Ops that nobody wrote: they read a variable, copy a value, or join branches."""


@dataclasses.dataclass(frozen=True)
class Stretch:
    """One op on the way.

    Attributes:
      node: the op.
      slot: place of the input that lies on the way.
      output: the output that lies on the way.
      before: log10 of the norm of the gradient at the output; None where it is 0 or not finite.
      after: the same at the input.
    """

    node: Node
    slot: int
    output: int
    before: float | None
    after: float | None

    @property
    def change(self) -> float:
        """Orders of magnitude gained; negative where they are lost, 0 where it is not known."""
        return 0.0 if self.before is None or self.after is None else self.after - self.before

    @property
    def value(self) -> int:
        """The input that lies on the way."""
        return self.node.inputs[self.slot]


def way_to_loss(case: FlowCase, value: int) -> list[Stretch]:
    """Ops from the loss to a value, where it is used more than once by the largest gradient.

    Args:
      case: the evaluation.
      value: one that has a gradient.
    """
    found: list[Stretch] = []
    seen = {value}
    size = orders(case, value)
    while value != case.program.loss:
        stretch = _next(case, value, size)
        if stretch is None or stretch.output in seen:
            break
        found.append(stretch)
        seen.add(stretch.output)
        value, size = stretch.output, stretch.before
    return found[::-1]


@once
def _next(case: FlowCase, value: int, size: float | None) -> Stretch | None:
    """The op after a value on its way to the loss, the gradient at the value being of that size."""
    step = _largest(case, value, size)
    if step is None:
        return None
    use, output = step
    node, before = case.node(use.node), orders(case, output)
    if node.op_type in flow_ops.MOVES and before is not None and size is not None:
        # Of a tensor with several parts, the one that matters keeps its size.
        before = min(before, size)
    return Stretch(node, use.slot, output, before, size)


def orders(case: FlowCase, value: int) -> float | None:
    """log10 of the norm of the gradient at a value."""
    gradient = case.gradient(value)
    if gradient is None or not gradient.is_finite or not gradient.norm > 0:
        return None
    return math.log10(gradient.norm)


def steps(
    case: FlowCase, above: list[Stretch], culprit: Node | None, below: tuple[int, ...], name: str
) -> tuple[Step, ...]:
    """The way as it is told: from the loss, over the culprit, to the variable.

    Args:
      case: the evaluation.
      above: ops between the loss and the culprit; the culprit may be among them.
      culprit: the op to blame; None marks none.
      below: ops between the culprit and the variable, the one nearest to the culprit first.
      name: of the variable.
    """
    nodes = [stretch.node for stretch in above]
    if culprit is not None and culprit.index not in {node.index for node in nodes}:
        nodes.append(culprit)
    nodes += [case.node(index) for index in below]
    kept = [
        _step(node, culprit is not None and node.index == culprit.index)
        for node in nodes
        if node.op_type not in _UNSAID or node is culprit
    ]
    return (*kept, Step("variable", name))


def _largest(case: FlowCase, value: int, size: float | None) -> tuple[Use, int] | None:
    """The use to which most of the gradient comes; of a small part, the use of that size."""
    whole = orders(case, value)
    is_part = size is not None and whole is not None and size < whole - _PART
    best: tuple[Use, int] | None = None
    most = -math.inf
    for use in case.uses.get(value, ()):
        for output in case.receiving(case.node(use.node)):
            gradient = case.flow.gradient[output]
            # Where something is not finite, the rest of it says nothing.
            norm = gradient.norm if gradient.is_finite else math.inf
            if is_part:
                found = orders(case, output)
                norm = -math.inf if found is None or size is None else -abs(found - size)
            if best is None or norm > most:
                best, most = (use, output), norm
    return best


def _step(node: Node, is_cut: bool) -> Step:
    return Step(node.op_type, node.op_name, node.locations[0] if node.locations else None, is_cut)
