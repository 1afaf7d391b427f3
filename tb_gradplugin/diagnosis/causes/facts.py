"""What a cause answers, and what a cause of a cut is asked about."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence

from tb_gradplugin.diagnosis import op_types
from tb_gradplugin.diagnosis.case import Case
from tb_gradplugin.diagnosis.cuts import Cut
from tb_gradplugin.diagnosis.program import Node
from tb_gradplugin.diagnosis.text import syntax
from tb_gradplugin.schema.findings import Location, Step

Evidence = Mapping[str, float | int | str]

MOST_LINES = 6
"""Lines that one finding gives, at most, where there may be many."""

_FIRST_LINES = 2
"""Of those that make something, before one that uses it: a reader sees three."""


@dataclasses.dataclass(frozen=True)
class Facts:
    """One cause that was found.

    Attributes:
      code: a key of `schema.codes.NAMES`.
      certainty: one of `schema.findings.CERTAINTIES`.
      locations: lines of the user's program, the most blameworthy first; None for those of the
        op to blame.
      evidence: what was measured.
      likely_meant: why this may be what the program wants; empty where nothing says so.
      perhaps_meant: the same, where more speaks against it.
      op_type: TensorFlow's name of what is to blame; None for the type of the op.
      ruled_out: codes that were considered and are not the cause.
    """

    code: str
    certainty: str = "certain"
    locations: tuple[Location, ...] | None = None
    evidence: Evidence = dataclasses.field(default_factory=dict)
    likely_meant: str = ""
    perhaps_meant: str = ""
    op_type: str | None = None
    ruled_out: tuple[str, ...] = ()


@dataclasses.dataclass(frozen=True)
class CutCase:
    """One cut under diagnosis.

    Attributes:
      case: the evaluation.
      cut: where the gradient ends.
      node: the op to blame.
      frontier: the op nearest to the loss that does not hand its gradient on.
    """

    case: Case
    cut: Cut
    node: Node
    frontier: Node

    @property
    def stored_in(self) -> int:
        """Handle of the resource that the op to blame stores something in."""
        state = self.case.edges.outputs[self.node.index][-1]
        return self.case.edges.handles[state]

    def dtype(self, value: int) -> str:
        """TensorFlow's name of the dtype of a value."""
        return self.case.edges.dtypes[value]


def lines(*groups: Sequence[Location]) -> tuple[Location, ...]:
    """The locations of all groups, in their order, each line once."""
    found: dict[tuple[str, int], Location] = {}
    for group in groups:
        for location in group:
            found.setdefault((location.file, location.line), location)
    return tuple(found.values())


def begun_by(makers: Sequence[Location], others: Sequence[Location]) -> tuple[Location, ...]:
    """Lines that make things, and others: two of the first kind, then one of the other."""
    shown = lines(makers[:_FIRST_LINES], others[:1], makers, others)
    return shown[:MOST_LINES]


def is_asked_for(node: Node) -> bool:
    """Whether the program's own line calls the function that an op belongs to.

    Ops inside of layers and losses lie deeper.
    """
    return node.hidden_frames <= op_types.FRAMES_OF_A_CALL


def definition(text: str, function: str) -> tuple[Location, ...]:
    """The location that a "file:line" names; none where it names none."""
    file, _, line = text.rpartition(":")
    if not file or not line.isdigit():
        return ()
    # Only a file's place is known of a definition; a file that cannot be read gives no text.
    return (syntax.location(file, int(line), function),)


@dataclasses.dataclass(frozen=True)
class Claim:
    """A cause that no cut explains, and the variables that it explains.

    Attributes:
      facts: the cause.
      places: in `program.asked`, in the order of the question.
      node: the op that comes nearest to being to blame; None where there is none.
      path: from the loss to a variable, where there is a way.
    """

    facts: Facts
    places: tuple[int, ...]
    node: Node | None = None
    path: tuple[Step, ...] = ()


def in_other_steps(case: Case) -> str:
    """Why not to use them in the loss may be what the program wants."""
    return (
        "other variables receive a gradient, and a part may belong to other steps"
        if case.any_gradient
        else ""
    )


def kind_of_loss(case: Case) -> dict[str, str]:
    """As evidence: what the loss is, where it is no tensor."""
    return {} if case.program.loss_kind == "tensor" else {"loss_kind": case.program.loss_kind}
