"""GN115 with zeros: a traced function gives them to a variable of a branch that did not run."""

from __future__ import annotations

from tb_gradplugin.diagnosis.flow_causes.facts import Blame
from tb_gradplugin.diagnosis.flows.flow_case import FlowCase
from tb_gradplugin.diagnosis.program import Asked


def facts(case: FlowCase, asked: Asked) -> Blame | None:
    """Op by op, where only what runs has a gradient, the variable has none at all."""
    if case.program.loss is None or not case.flow.gradient:
        return None
    if asked.value is not None and asked.value in case.flow.gradient:
        return None
    used = [] if asked.value is None else case.uses_of_values.get(asked.value, [])
    where = case.node(used[0]).locations[:1] if used else ()
    evidence = {"region": "cond", "op_by_op": "no gradient"}
    severity = "warning"
    if any(one.status not in ("null", "zero") for one in case.program.asked):
        severity = "note"
        evidence["severity_because"] = (
            "other variables receive a gradient, and a branch may be left out on purpose"
        )
    return Blame(
        "GN115",
        None,
        evidence,
        "likely",
        severity,
        where or case.program.loss_locations[:1],
        op_type="",
    )
