"""GN110: an op that hands its gradient to some of its inputs only."""

from __future__ import annotations

from tb_gradplugin.diagnosis import op_types
from tb_gradplugin.diagnosis.causes.facts import CutCase, Facts
from tb_gradplugin.diagnosis.cuts import ON_THE_WAY


def facts(found: CutCase) -> Facts | None:
    """The op passes a gradient to another input than the one that leads to the variables."""
    node = found.node
    if found.cut.kind != ON_THE_WAY or not found.cut.receives or node.passes is None:
        return None
    passing = [slot for slot, passes in enumerate(node.passes) if passes]
    floating = [
        slot
        for slot, value in enumerate(node.inputs)
        if op_types.carries_gradient(found.dtype(value))
    ]
    without = sorted({slot for slot in found.cut.slots if slot >= 0})
    # Of an op whose other output has the gradient, the inputs are not to blame.
    if not set(passing) & set(floating) or set(passing) & set(without):
        return None
    return Facts(
        "GN110",
        evidence={
            "inputs_without_gradient": ", ".join(str(slot) for slot in without),
            "inputs_with_gradient": ", ".join(str(slot) for slot in passing),
        },
    )
