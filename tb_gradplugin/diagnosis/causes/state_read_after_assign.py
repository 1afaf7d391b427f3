"""GN113: a value that is assigned to a variable, which the loss then reads."""

from __future__ import annotations

from tb_gradplugin.diagnosis.causes.facts import CutCase, Facts, lines
from tb_gradplugin.diagnosis.cuts import OF_STATE


def facts(found: CutCase) -> Facts | None:
    """The value was stored by the op to blame, and is read on the way to the loss."""
    if found.cut.kind != OF_STATE:
        return None
    node = found.node
    evidence: dict[str, str] = {}
    name = found.case.handle_name(found.stored_in)
    if name:
        evidence["state"] = name
    return Facts(
        "GN113",
        certainty="likely" if found.case.program.is_graph else "certain",
        locations=lines(node.locations[:1], found.frontier.locations[:1], node.locations[1:]),
        evidence=evidence,
    )
