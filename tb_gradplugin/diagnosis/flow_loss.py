"""Why a loss is NaN or infinite although every gradient is finite."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence

from tb_gradplugin.diagnosis.flow_causes import facts, table
from tb_gradplugin.diagnosis.flow_causes.facts import Blame
from tb_gradplugin.diagnosis.flows import flow_origins
from tb_gradplugin.diagnosis.flows.flow import Flow, Numbers
from tb_gradplugin.diagnosis.flows.flow_case import FlowCase
from tb_gradplugin.diagnosis.flows.flow_origins import Origin
from tb_gradplugin.diagnosis.flows.flow_turns import EXPLODING, NONFINITE, Turn
from tb_gradplugin.diagnosis.program import Node
from tb_gradplugin.schema.findings import Finding, Step

OK = "ok"

_ASSUMED = Numbers(1, 1.0, 1.0, 1.0, 0.0, 0, 0, 1.0, 1.0)
"""A gradient where none is known: the causes look at values here."""


def with_loss_finding(flow: Flow, told: Sequence[Finding] = ()) -> list[Finding]:
    """Explains a loss that is not finite, where variables with a sound gradient do not show it.

    Such a loss has a part that the gradient does not pass, such as a constant penalty, or ends in
    an infinity whose slope is finite.

    Args:
      flow: one evaluation of the loss, measured.
      told: what is said of its gradients already.

    Returns:
      What is told, with one finding more, a warning, before which a gradient gives way that
      explodes at the same op. None more where the loss is finite or was made by no op, where a
      gradient shows it, and where no variable has a sound gradient.
    """
    found = _finding(flow, told)
    if found is None:
        return list(told)
    same = [one for one in told if _explodes_at(one, found)]
    if not same:
        return [*told, found]
    names = {name for one in (found, *same) for name in one.variables}
    together = dataclasses.replace(
        found,
        status=EXPLODING,
        variables=tuple(a.name for a in flow.program.asked if a.name in names),
    )
    return [*(one for one in told if one not in same), together]


def _explodes_at(told: Finding, found: Finding) -> bool:
    """Whether a gradient is large at the op that spoils the loss, as what goes in is."""
    at = [(one.op_type, one.locations[:1]) for one in (told, found)]
    return told.status == EXPLODING and bool(told.locations) and at[0] == at[1]


def _finding(flow: Flow, told: Sequence[Finding]) -> Finding | None:
    case = FlowCase(flow)
    value = _spoilt_target(case)
    sound = tuple(asked.name for asked in flow.program.asked if asked.status == OK)
    shown = any(asked.status == NONFINITE for asked in flow.program.asked)
    if value is None or shown or not sound:
        return None
    loss = flow.forward[value]
    origin = flow_origins.of_nonfinite(case, value)
    node = origin.node or (case.node(origin.through[-1]) if origin.through else None)
    if node is None:
        return None
    blame = _blame(case, origin, node)
    culprit = blame.node or node
    if any((one.code, one.op_name) == (blame.code, culprit.op_name) for one in told):
        return None
    evidence = dict(blame.evidence)
    if culprit.hidden_frames and blame.locations is None:
        evidence["hidden_frames"] = culprit.hidden_frames
    through = [case.node(index) for index in origin.through if index != culprit.index]
    return Finding(
        code=blame.code,
        status=OK,
        severity="warning",
        certainty=blame.certainty,
        variables=sound,
        op_type=culprit.op_type,
        op_name=culprit.op_name,
        layer=culprit.layer,
        locations=culprit.locations if blame.locations is None else blame.locations,
        path=(*(_step(each, False) for each in through), _step(culprit, True)),
        evidence={**evidence, "loss": "NaN" if loss.nan_count else "infinite"},
    )


def _spoilt_target(case: FlowCase) -> int | None:
    """The loss, or of several that are differentiated together the last, if it is not finite."""
    loss = case.program.loss
    if loss is not None and loss in case.flow.forward:
        targets = [loss]
    else:
        targets = sorted(case.flow.gradient.keys() & case.flow.forward.keys(), reverse=True)
    return next((one for one in targets if not case.flow.forward[one].is_finite), None)


def _blame(case: FlowCase, origin: Origin, node: Node) -> Blame:
    """What the causes of a gradient that is not finite say of the op, as far as values show it."""
    if not node.inputs:
        return Blame("GH203", node, {"forward": "yes"}, "likely")
    output = origin.value if origin.node is node else node.outputs[0]
    gradient = {node.inputs[0]: _ASSUMED, output: _ASSUMED, **case.flow.gradient}
    assumed = FlowCase(dataclasses.replace(case.flow, gradient=gradient))
    turn = Turn(assumed, NONFINITE, case.program.asked[0], node, 0, output)
    causes = table.OF_KIND[NONFINITE]
    blame = next(found for cause in causes if (found := cause(turn, origin)) is not None)
    assumed_facts = facts.measured(turn)
    kept = {key: fact for key, fact in blame.evidence.items() if key not in assumed_facts}
    return dataclasses.replace(blame, evidence=kept)


def _step(node: Node, is_cut: bool) -> Step:
    return Step(node.op_type, node.op_name, node.locations[0] if node.locations else None, is_cut)
