"""Slow decay and growth of a gradient over layers or time steps, fitted instead of blamed."""

from __future__ import annotations

import collections
import dataclasses
import itertools
import math
import statistics
from collections.abc import Sequence

from tb_gradplugin.diagnosis.flows import flow_limits, flow_ops
from tb_gradplugin.diagnosis.flows.flow_case import FlowCase
from tb_gradplugin.diagnosis.flows.flow_way import Stretch
from tb_gradplugin.diagnosis.program import Node

DEPTH = "layers"
TIME = "time steps"

_SATURATED_RMS = 0.5
"""Root mean square of a tanh from which it is not nearly linear: its derivative is below 0.75."""


@dataclasses.dataclass(frozen=True)
class Trend:
    """A change that every layer or step has its part in.

    Attributes:
      over: DEPTH or TIME.
      nodes: one op of each layer or step, from the loss on.
      factor: by which the norm of the gradient changes per layer or step, fitted.
      lowest: the smallest such factor between two neighbours.
      highest: the largest.
      first: norm at the one nearest to the loss.
      last: norm at the one farthest from it.
      orders: what the fit explains of the change, in orders of magnitude; negative for a decay.
      activation: type of the saturating activation between most of them; "" where there is none.
      of_steps: how many such time steps the program makes, these included; 0 of layers.
    """

    over: str
    nodes: tuple[Node, ...]
    factor: float
    lowest: float
    highest: float
    first: float
    last: float
    orders: float
    activation: str
    of_steps: int = 0


def of_backward(case: FlowCase, way: Sequence[Stretch]) -> Trend | None:
    """The trend of the gradient along a way from the loss; None where too little repeats."""
    known = [stretch for stretch in way if stretch.before is not None]
    over, chosen = _repeated(case, [stretch.node for stretch in known])
    if over is None:
        return None
    places = [place for place, stretch in enumerate(known) if stretch.node.index in chosen]
    logs = [before for place in places if (before := known[place].before) is not None]
    nodes = [known[place].node for place in places]
    between = [stretch.node for stretch in known[places[0] : places[-1] + 1]]
    return _fitted(case, over, nodes, logs, _activation(case, between, len(nodes)))


def of_forward(case: FlowCase, values: Sequence[int]) -> Trend | None:
    """The trend of what is computed, along values in the order in which they were made.

    Args:
      case: the evaluation.
      values: outputs of ops, each made from the one before; all are finite and not zero.
    """
    by_node = {}
    for value in values:
        numbers, node = case.forward(value), case.producer(value)
        if node is not None and numbers is not None and numbers.max_abs > 0:
            by_node[node.index] = math.log10(numbers.max_abs)
    over, chosen = _repeated(case, [case.node(index) for index in by_node])
    if over is None:
        return None
    nodes = [case.node(index) for index in by_node if index in chosen]
    between = [case.node(index) for index in by_node]
    logs = [by_node[node.index] for node in nodes]
    return _fitted(case, over, nodes, logs, _activation(case, between, len(nodes)))


def _repeated(case: FlowCase, nodes: Sequence[Node]) -> tuple[str | None, set[int]]:
    """One op of each layer or step: products with variables, else what one line does repeatedly."""
    weighted = {}
    for node in nodes:
        if node.op_type in flow_ops.MATRIX_PRODUCTS or node.op_type == "Mul":
            handle = next(filter(None, map(case.handle_behind, node.inputs)), None)
            if handle is not None:
                weighted[node.index] = handle
    # Scales and gates stand beside the matrices of a layer and would count it twice.
    matrices = {i: h for i, h in weighted.items() if case.node(i).op_type != "Mul"}
    for group in (matrices, weighted):
        if len(group) >= flow_limits.FEWEST_LAYERS:
            times = collections.Counter(group.values())
            if len(times) > len(group) / 2:
                return DEPTH, set(group)
            return TIME, {index for index, handle in group.items() if times[handle] > 1}
    by_line: dict[tuple, set[int]] = {}
    for node in nodes:
        if node.locations:
            line = (node.op_type, node.locations[0].file, node.locations[0].line)
            by_line.setdefault(line, set()).add(node.index)
    most = max(by_line.values(), key=len, default=set())
    if len(most) >= 2 * flow_limits.FEWEST_LAYERS:
        return TIME, most
    return None, set()


def _fitted(
    case: FlowCase, over: str, nodes: Sequence[Node], logs: Sequence[float], activation: str
) -> Trend:
    slope = statistics.linear_regression(range(len(logs)), logs).slope
    ratios = [after - before for before, after in itertools.pairwise(logs)]
    return Trend(
        over,
        tuple(nodes),
        _power(slope),
        _power(min(ratios)),
        _power(max(ratios)),
        _power(logs[0]),
        _power(logs[-1]),
        slope * (len(logs) - 1),
        activation,
        _steps_in_all(case, nodes[-1]) if over == TIME else 0,
    )


def _steps_in_all(case: FlowCase, step: Node) -> int:
    """How often the program does what one op of a time step does."""
    # Keras runs a cell once more than there are steps, for its shapes: no gradient comes there.
    alike = [
        node for node in case.program.nodes if node.op_type == step.op_type and case.receiving(node)
    ]
    kind = _kind(case, step)
    return sum(_kind(case, node) == kind for node in alike)


def _kind(case: FlowCase, node: Node) -> tuple:
    """What makes two ops the same of two time steps: the variable, or else the line."""
    handle = next(filter(None, map(case.handle_behind, node.inputs)), None)
    line = node.locations[0] if node.locations else None
    place = (line.file, line.line) if line and handle is None else ()
    return (node.op_type, handle, place)


def _activation(case: FlowCase, nodes: Sequence[Node], layers: int) -> str:
    types = [
        node.op_type
        for node in nodes
        if node.op_type in flow_ops.SIGMOIDS
        and (y := case.forward(node.outputs[0])) is not None
        and (node.op_type == "Sigmoid" or y.rms >= _SATURATED_RMS)
    ]
    if not types:
        return ""
    most = max(sorted(set(types)), key=types.count)
    return most if types.count(most) >= layers / 2 else ""


def _power(order: float) -> float:
    return float(10.0 ** max(-300.0, min(300.0, order)))
