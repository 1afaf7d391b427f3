"""GH204: the gradient is multiplied by the zeros of a TensorArray that nothing is written to."""

from __future__ import annotations

from tb_gradplugin.diagnosis.flow_causes import dead_relu
from tb_gradplugin.diagnosis.flow_causes.facts import Blame, lines, measured
from tb_gradplugin.diagnosis.flows import flow_origins
from tb_gradplugin.diagnosis.flows.flow_origins import Origin
from tb_gradplugin.diagnosis.flows.flow_turns import Turn
from tb_gradplugin.diagnosis.text import array_writes


def facts(turn: Turn, origin: Origin | None) -> Blame | None:
    """The line that does not keep what it writes, where it is seen; else the one that reads."""
    unwritten = turn.case.flow.unwritten
    if unwritten and origin is None and dead_relu.is_rectifier(turn.case, turn.node):
        origin = flow_origins.of_zero(turn.case, turn.value)
    if origin is None or not unwritten:
        return None
    nodes = [turn.node, *map(turn.case.node, origin.through)]
    reading = next((one for one in nodes if not unwritten.isdisjoint(one.inputs)), None)
    if reading is None:
        return None
    evidence = {**measured(turn), "unwritten": "yes"}
    where = lines(reading, turn.node)
    found = array_writes.of_array_read_by(where[0]) if where else None
    if found is not None:
        evidence |= {"array": found.array, "unkept_by": found.method}
        where = (found.line, *where)
    return Blame("GH204", turn.node, evidence, locations=where or None)
