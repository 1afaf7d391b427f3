"""GH211: the gradient is multiplied by a variable that is all zero."""

from __future__ import annotations

from collections.abc import Sequence

from tb_gradplugin.diagnosis.flow_causes import dead_relu
from tb_gradplugin.diagnosis.flow_causes.facts import Blame, lines, measured
from tb_gradplugin.diagnosis.flows import flow_origins
from tb_gradplugin.diagnosis.flows.flow_origins import Origin
from tb_gradplugin.diagnosis.flows.flow_turns import Turn

_LEAVES = "receives a gradient of its own, so that it leaves zero with the first step"


def facts(turn: Turn, origin: Origin | None) -> Blame | None:
    """A variable of zeros that moves by itself is a known way to begin; else nothing ever moves."""
    if origin is None or origin.kind != flow_origins.VARIABLE:
        return None
    case, handle = turn.case, origin.value
    own = case.gradient(handle)
    moves = own is not None and own.is_finite and own.max_abs > 0
    # A hidden matrix of zeros before a matrix of zeros: its units stay copies of each other.
    blocked = None if turn.asked.value is None else case.forward(turn.asked.value)
    is_copy = blocked is not None and blocked.is_zero and len(turn.asked.shape or ()) > 1
    name = case.name(handle)
    evidence = {**measured(turn), "zero_variable": name}
    severity = "error"
    if moves:
        severity = "warning" if is_copy else "note"
        evidence["moves"] = "yes"
        if not is_copy:
            evidence["severity_because"] = f"`{name}` {_LEAVES}" if name else f"it {_LEAVES}"
    where = lines(turn.node)
    return Blame(
        "GH211",
        turn.node,
        evidence,
        severity=severity,
        locations=where,
        because_of="moves" if moves else "stuck",
    )


def before_relu(turn: Turn, origin: Origin | None) -> Blame | None:
    """A ReLU of nothing but zeros, which are those of a variable: it is off, and so they stay."""
    node = turn.node if origin is None else origin.node
    if node is None or not dead_relu.is_rectifier(turn.case, node):
        return None
    value = dead_relu.input_of(turn.case, node)
    x = turn.case.forward(value)
    if x is None or not x.is_zero:
        return None
    return facts(turn, flow_origins.of_zero(turn.case, value))


def together(blames: Sequence[Blame]) -> dict[str, str]:
    """The variables of zeros, where what is one cause has several of them."""
    names = dict.fromkeys(str(one.evidence.get("zero_variable", "")) for one in blames)
    return {"zero_variables": ", ".join(filter(None, names))} if len(names) > 1 else {}
