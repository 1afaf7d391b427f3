"""GH221: an input outside of an op's domain, or at its edge."""

from __future__ import annotations

from tb_gradplugin.diagnosis.flow_causes.facts import Blame, measured
from tb_gradplugin.diagnosis.flows import flow_ops
from tb_gradplugin.diagnosis.flows.flow_origins import Origin
from tb_gradplugin.diagnosis.flows.flow_turns import NONFINITE, Turn

_SPECTRA = frozenset({"Svd", "SelfAdjointEigV2"})
_SECOND = frozenset({"Xlogy", "Xlog1py"})
_COUNTS = ("outside_count", "negative_count", "edge_count", "both_zero_count", "zero_count")


def facts(turn: Turn, origin: Origin | None) -> Blame | None:
    """Negative numbers under a root or logarithm; inverse functions and angles at their edge."""
    case = turn.case
    # Where two values are equal, TensorFlow leaves their part of the gradient out.
    is_spectrum = turn.node.op_type in _SPECTRA and turn.detail("equal_count")
    if turn.kind != NONFINITE and not is_spectrum:
        return None
    node = turn.node if origin is None or origin.node is None else origin.node
    of_positive = flow_ops.LOGARITHMS | flow_ops.ROOTS | flow_ops.POWERS
    if node.op_type not in of_positive | flow_ops.EDGES:
        return None
    x = case.forward(node.inputs[1 if node.op_type in _SECOND else 0])
    if x is None:
        return None
    counts = case.flow.details.get(node.index, {})
    evidence = {
        **measured(turn),
        "elements": x.elements,
        "input_min": x.min,
        "input_max": x.max,
    }
    if node.op_type in of_positive:
        outside = counts.get("outside_count") or counts.get("negative_count") or 0
        if node.op_type in flow_ops.POWERS and not outside:
            return None
        y = case.forward(node.outputs[0])
        if x.min >= 0 or y is None or not y.nan_count:
            return None
        return Blame("GH221", node, {**evidence, "outside_count": outside or y.nan_count})
    found = {key: counts[key] for key in (*_COUNTS, "equal_count") if counts.get(key)}
    return Blame("GH221", node, {**evidence, **found}, "certain" if found else "likely")
