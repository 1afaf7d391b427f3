"""GH224: values or gradients that grow from step to step until they overflow."""

from __future__ import annotations

from collections.abc import Sequence

from tb_gradplugin.diagnosis.flow_causes import trends
from tb_gradplugin.diagnosis.flow_causes.facts import Blame, measured
from tb_gradplugin.diagnosis.flows import flow_gradual
from tb_gradplugin.diagnosis.flows.flow_case import FlowCase, once
from tb_gradplugin.diagnosis.flows.flow_gradual import Trend
from tb_gradplugin.diagnosis.flows.flow_origins import OP, Origin
from tb_gradplugin.diagnosis.flows.flow_turns import Turn
from tb_gradplugin.diagnosis.flows.flow_way import way_to_loss
from tb_gradplugin.diagnosis.program import Node

_MOST_STEPS = 10_000
_LEAST_FACTOR = 1.1
_LEAST_GROWTH = 2.0
"""Orders of magnitude that the steps must have gained together."""


def facts(turn: Turn, origin: Origin | None) -> Blame | None:
    """A trend in the values that lead to the first infinity, else one in the gradient."""
    if origin is not None and origin.kind != OP:
        return None
    way = way_to_loss(turn.case, turn.output)
    trend = _of_values(turn, origin) or flow_gradual.of_backward(turn.case, way)
    if (trend is None or not grows(trend)) and way:
        trend = of_values_before(turn.case, way[-1].node)
    if trend is None or not grows(trend):
        return None
    blame = trends.of_growth(trend, "error")
    return Blame(
        blame.code,
        blame.node,
        {**blame.evidence, **measured(turn)},
        blame.certainty,
        blame.severity,
        blame.locations,
        because_of=blame.because_of,
    )


def _of_values(turn: Turn, origin: Origin | None) -> Trend | None:
    """The trend of the largest numbers, from the first step to the one that overflows."""
    node = turn.node if origin is None or origin.node is None else origin.node
    case = turn.case
    y = case.forward(node.outputs[0]) if node.outputs else None
    if y is None or y.is_finite:
        return None
    return of_values_before(case, node)


def grows(trend: Trend) -> bool:
    """Whether it is worth telling."""
    return rises(trend) and grow([trend])


def rises(trend: Trend) -> bool:
    """Whether each layer or step has a part in it that counts."""
    return trend.factor >= _LEAST_FACTOR


def grow(together: Sequence[Trend]) -> bool:
    """Whether the growth of several trends, one after the other, is worth telling."""
    return sum(trend.orders for trend in together) >= _LEAST_GROWTH


def shrinks(trend: Trend) -> bool:
    """The same of a decay."""
    return trend.orders <= -_LEAST_GROWTH and trend.factor <= 1 / _LEAST_FACTOR


def of_values_before(case: FlowCase, node: Node) -> Trend | None:
    """The trend of the largest numbers that lead to an op."""
    return _values_before(case, node.index)


@once
def _values_before(case: FlowCase, index: int) -> Trend | None:
    values: list[int] = []
    at = case.node(index)
    while len(values) < _MOST_STEPS:
        made = [v for v in case.float_inputs(at) if case.producer(v) is not None]
        if not made:
            break
        made = [v for v in made if case.handle_behind(v) is None] or made
        value = max(made, key=lambda v: case.flow.forward[v].max_abs)
        values.append(value)
        producer = case.producer(value)
        if producer is None:
            break
        at = producer
    return flow_gradual.of_forward(case, values[::-1])
