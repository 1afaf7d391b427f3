"""GN120: a custom gradient that is passed by."""

from __future__ import annotations

from tb_gradplugin.diagnosis.causes.custom_gradient_none import evidence_of, places
from tb_gradplugin.diagnosis.causes.facts import CutCase, Facts
from tb_gradplugin.diagnosis.cuts import FROM_INSIDE


def facts(found: CutCase) -> Facts | None:
    """Its function uses a value that is not among its arguments, or got it by keyword."""
    node = found.node
    keyword = str(node.detail.get("keyword_arguments", ""))
    if node.op_type != "CustomGradient" or found.cut.kind != FROM_INSIDE:
        return None
    how = {"keyword_arguments": keyword} if keyword else {"used_from": "closure"}
    return Facts("GN120", locations=places(node), evidence={**evidence_of(node), **how})
