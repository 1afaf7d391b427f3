"""GH202 as a note: the size of the gradient is that of a factor on the loss, or of a sum."""

from __future__ import annotations

from collections.abc import Sequence

from tb_gradplugin.diagnosis.flow_causes.facts import Blame
from tb_gradplugin.diagnosis.flows import flow_limits, flow_ops
from tb_gradplugin.diagnosis.flows.flow_case import FlowCase
from tb_gradplugin.diagnosis.flows.flow_way import Stretch
from tb_gradplugin.diagnosis.program import Node

_NEAR_LOSS = 6


def facts(case: FlowCase, way: Sequence[Stretch], norm: float) -> Blame | None:
    """What the loss is multiplied by, or how many terms it sums, explains the size by itself."""
    scale, node, how = 1.0, None, ""
    for stretch in way[:_NEAR_LOSS]:
        if stretch.node.op_type in ("Mul", "RealDiv"):
            factor = _factor(case, stretch)
            if factor >= flow_limits.LOSS_SCALE:
                scale, node, how = scale * factor, stretch.node, "scale"
        elif stretch.node.op_type == "Sum":
            count = _terms(case, stretch.node)
            if node is None and count >= flow_limits.LOSS_SCALE:
                scale, node, how = scale * count, stretch.node, "sum"
            break
        elif stretch.node.op_type not in flow_ops.LINEAR | {"Cast"}:
            break
    if node is None or norm / scale > flow_limits.EXPLODING_NORM:
        return None
    said = (
        f"without the factor of {scale:,.6g} on the loss the norm is {norm / scale:.3g}"
        if how == "scale"
        else f"divided by the {scale:,.0f} terms that the loss sums, the norm is {norm / scale:.3g}"
    )
    evidence: dict[str, float | int | str] = {
        "how": how,
        "scale": scale,
        "gradient_l2_norm": norm,
        "gradient_l2_norm_unscaled": norm / scale,
        "limit": flow_limits.EXPLODING_NORM,
        "severity_because": said,
    }
    return Blame("GH202", node, evidence, severity="note")


def _factor(case: FlowCase, stretch: Stretch) -> float:
    """What one scalar is multiplied or divided by; 1 where it is no scalar."""
    y = case.forward(stretch.output)
    others = [v for slot, v in enumerate(stretch.node.inputs) if slot != stretch.slot]
    numbers = case.forward(others[0]) if others else None
    if y is None or numbers is None or y.elements != 1 or not numbers.max_abs:
        return 1.0
    if stretch.node.op_type == "RealDiv":
        return 1.0 / numbers.max_abs if stretch.slot == 0 else 1.0
    return numbers.max_abs


def _terms(case: FlowCase, node: Node) -> float:
    before, after = case.forward(node.inputs[0]), case.forward(node.outputs[0])
    if before is None or after is None or not after.elements:
        return 1.0
    return before.elements / after.elements
