"""GN120: a custom gradient that is passed by."""

from __future__ import annotations

from tb_gradplugin.diagnosis.causes.custom_gradient_none import call, evidence_of
from tb_gradplugin.diagnosis.causes.facts import CutCase, Facts
from tb_gradplugin.diagnosis.cuts import FROM_INSIDE


def facts(found: CutCase) -> Facts | None:
    """Its function got a value by keyword, for which no gradient is asked."""
    node = found.node
    keyword = str(node.detail.get("keyword_arguments", ""))
    if node.op_type != "CustomGradient" or found.cut.kind != FROM_INSIDE or not keyword:
        return None
    evidence = {**evidence_of(node), "keyword_arguments": keyword}
    return Facts("GN120", locations=call(node), evidence=evidence)
