"""What comparing gradients with finite differences gave: facts for `check_diagnose`."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence

from tb_gradplugin.diagnosis.program import Program
from tb_gradplugin.schema.findings import Location

OUTCOMES = (
    "right",
    "wrong",
    "ignores-upstream",
    "none",
    "zeros",
    "surrogate",
    "unmeasured",
)

WRONG_ABOVE = 0.1
"""Relative disagreement from which a gradient is wrong: the status "wrong" of the design."""


@dataclasses.dataclass(frozen=True)
class Checked:
    """One input of one op: the gradient that it is given against that of its forward function.

    Attributes:
      node: index of the op in `Program.nodes`.
      slot: place of the input in `Node.inputs`; None where the op as a whole is meant.
      target: how the op's definition calls the input: the name of an argument or a variable.
      kind: "argument" or "variable" (one used inside without being an argument).
      outcome: one of `OUTCOMES`. "none" and "zeros": nothing is returned for something that the
        forward function depends on; "surrogate": it differs on purpose; "unmeasured": the facts
        say why.
      facts: what was measured; see `capture.gradient_verdicts`.
      locations: the user's lines that return the gradient; empty where they are not known.
    """

    node: int
    slot: int | None
    target: str
    kind: str
    outcome: str
    facts: Mapping[str, float | int | str] = dataclasses.field(default_factory=dict)
    locations: tuple[Location, ...] = ()


@dataclasses.dataclass(frozen=True)
class Checks:
    """Every comparison of one evaluation of a loss.

    Attributes:
      program: the evaluation.
      results: in the order of the ops.
    """

    program: Program
    results: Sequence[Checked]
