"""GH299: a sick gradient, and nothing known explains it."""

from __future__ import annotations

from tb_gradplugin.diagnosis.flow_causes.facts import Blame
from tb_gradplugin.diagnosis.flows.flow_case import FlowCase
from tb_gradplugin.diagnosis.program import Asked

_RULED_OUT = {
    "nonfinite": ("GH216", "GH217", "GH218", "GH219", "GH220", "GH221", "GH222", "GH223"),
    "zero": ("GH207", "GH208", "GH209", "GH210", "GH211", "GH212", "GH213", "GH214", "GH215"),
    "vanishing": ("GH208", "GH214", "GH215", "GH226", "GH227", "GH228"),
    "exploding": ("GH216", "GH217", "GH218", "GH224", "GH225"),
}


def facts(case: FlowCase, asked: Asked) -> Blame:
    """What is known all the same: what the gradient was, op by op."""
    evidence: dict[str, float | int | str] = {}
    if case.program.exception:
        evidence["exception"] = case.program.exception
    found = None if asked.value is None else case.gradient(asked.value)
    if found is not None:
        evidence["op_by_op_l2_norm"] = found.norm
        evidence["op_by_op_nonfinite_elements"] = found.nan_count + found.inf_count
    else:
        evidence["op_by_op"] = "no gradient"
    return Blame(
        "GH299",
        None,
        evidence,
        "unknown",
        locations=case.program.exception_locations or case.program.loss_locations,
        op_type="",
        because_of=asked.status,
        ruled_out=() if case.program.exception else _RULED_OUT.get(asked.status, ()),
    )
