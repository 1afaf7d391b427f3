"""What a cause of a sick gradient answers."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping

from tb_gradplugin.diagnosis.flows import flow_origins
from tb_gradplugin.diagnosis.flows.flow_origins import Origin
from tb_gradplugin.diagnosis.flows.flow_turns import NONFINITE, Turn
from tb_gradplugin.diagnosis.program import Node
from tb_gradplugin.schema.findings import Location

Evidence = Mapping[str, float | int | str]


@dataclasses.dataclass(frozen=True)
class Blame:
    """One cause that was found.

    Attributes:
      code: a key of `schema.codes.NAMES`.
      node: the op to blame; None where there is none.
      evidence: what was measured.
      certainty: one of `schema.findings.CERTAINTIES`.
      severity: one of `schema.findings.SEVERITIES`.
      locations: lines of the user's program, the most blameworthy first; None for those of the
        op.
      op_type: TensorFlow's name of what is to blame; None for the type of the op.
      because_of: what else makes two such causes one, beside code and line; "" for nothing.
      ruled_out: codes that were considered and are not the cause.
    """

    code: str
    node: Node | None
    evidence: Evidence = dataclasses.field(default_factory=dict)
    certainty: str = "certain"
    severity: str = "error"
    locations: tuple[Location, ...] | None = None
    op_type: str | None = None
    because_of: str = ""
    ruled_out: tuple[str, ...] = ()


def measured(turn: Turn) -> dict[str, float | int | str]:
    """How the gradient changes at the op itself."""
    found: dict[str, float | int | str] = {"gradient_l2_norm_above": turn.above.norm}
    if turn.kind == NONFINITE:
        found["gradient_elements"] = turn.sick.elements
        found["nan_elements"] = turn.sick.nan_count
        found["infinite_elements"] = turn.sick.inf_count
    else:
        found["gradient_l2_norm_below"] = turn.sick.norm
    return found


def zero_factor(turn: Turn) -> Origin | None:
    """Where the factor comes from that makes the derivative of the op zero."""
    return flow_origins.factor_of_zero(turn.case, turn.node, turn.slot)


def spoilt(turn: Turn) -> Origin:
    """The first op that made something of the op's values not finite; the op itself otherwise."""
    case, node = turn.case, turn.node
    held = [(value, found) for value in node.inputs if (found := case.forward(value)) is not None]
    # An infinity may be meant; a NaN is not.
    held.sort(key=lambda pair: not pair[1].nan_count)
    held[:0] = [(value, found) for value in node.outputs if (found := case.forward(value))]
    for value, numbers in held:
        if not numbers.is_finite:
            return flow_origins.of_nonfinite(case, value)
    return Origin(flow_origins.OP, turn.output, node)


def lines(*nodes: Node | None) -> tuple[Location, ...]:
    """The innermost line of each op, each once."""
    found: dict[tuple[str, int], Location] = {}
    for node in nodes:
        if node is not None and node.locations:
            location = node.locations[0]
            found.setdefault((location.file, location.line), location)
    return tuple(found.values())


def counted(evidence: dict[str, float | int | str], **counts: float) -> Evidence:
    """The evidence with further counts; those that are 0 say nothing and are left out."""
    return {**evidence, **{key: int(count) for key, count in counts.items() if count}}
