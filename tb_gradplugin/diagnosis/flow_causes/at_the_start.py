"""What makes a gradient large only until the first steps have moved a bias that is still zero."""

from __future__ import annotations

import dataclasses

from tb_gradplugin.diagnosis.flow_causes.facts import Blame
from tb_gradplugin.diagnosis.flows.flow_turns import Turn

_AT_START = (
    "the bias is still zero, as it was made, so that a row of dead units comes out as zero and is "
    "normalised; the first steps move it away"
)


def toned_down(turn: Turn, blame: Blame) -> Blame:
    """A vector that is normalised although a bias at its initial zero leaves it at zero."""
    call = "" if blame.node is None else str(blame.node.detail.get("call", ""))
    if "normalize" not in call or not _is_zero(turn):
        return blame
    evidence = {**blame.evidence, "severity_because": _AT_START}
    return dataclasses.replace(blame, severity="note", evidence=evidence)


def _is_zero(turn: Turn) -> bool:
    """Whether all that the variable holds is zero."""
    value, case = turn.asked.value, turn.case
    if value is None:
        return False
    held = [case.forward(value)]
    if case.value(value).dtype == "resource":
        for use in case.uses.get(value, ()):
            held += [case.forward(output) for output in case.node(use.node).outputs]
    return any(numbers is not None and numbers.is_zero for numbers in held)
