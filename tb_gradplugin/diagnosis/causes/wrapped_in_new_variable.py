"""GN108: a tensor that was made the initial value of a new variable."""

from __future__ import annotations

from tb_gradplugin.diagnosis.causes.facts import CutCase, Facts, lines
from tb_gradplugin.diagnosis.cuts import OF_STATE


def facts(found: CutCase) -> Facts | None:
    """The value was stored in a variable that the evaluation itself made, as the first one."""
    if found.cut.kind != OF_STATE:
        return None
    handle = found.stored_in
    maker = found.case.node_of(handle)
    if maker is None or found.node.op_type != "AssignVariableOp":
        return None
    first = next(
        (node for node in found.case.program.nodes[maker.index + 1 :] if handle in node.inputs),
        None,
    )
    if first is not None and first.index != found.node.index:
        return None
    return Facts("GN108", locations=lines(found.node.locations, maker.locations), op_type="")
