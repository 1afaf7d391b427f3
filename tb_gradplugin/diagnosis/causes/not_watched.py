"""GN105: a tensor that the tape was not told to watch."""

from __future__ import annotations

from tb_gradplugin.diagnosis.case import Case
from tb_gradplugin.diagnosis.causes.facts import Claim, Facts


def claims(case: Case, places: list[int]) -> list[Claim]:
    """Tensors to which the gradient would come, had the tape watched them."""
    found = []
    for place in places:
        asked = case.program.asked[place]
        if asked.kind != "tensor" or asked.value is None or not case.ways.receives[asked.value]:
            continue
        user = next((node for node in case.program.nodes if asked.value in node.inputs), None)
        name = case.program.values[asked.value].name
        facts = Facts(
            "GN105",
            locations=user.locations[:1] if user else (),
            evidence={"tensor": name} if name else {},
            op_type=user.op_type if user else "",
        )
        found.append(Claim(facts, (place,), user))
    return found
