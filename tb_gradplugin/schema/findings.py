"""What an explanation consists of: facts, from which `messages` makes the words."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping

from tb_gradplugin.schema import codes
from tb_gradplugin.schema.worded import Worded

SEVERITIES = ("error", "warning", "note")
"""Worst first."""

CERTAINTIES = ("certain", "likely", "unknown")


@dataclasses.dataclass(frozen=True)
class Location:
    """A line of the user's own program.

    Attributes:
      file: path, relative to the working folder where it lies below it.
      line: counted from 1.
      function: name of the function that the line is in.
      source: the text of the line without its indentation; empty where it cannot be read.
    """

    file: str
    line: int
    function: str
    source: str = ""

    @property
    def place(self) -> str:
        """The line as "file:line"."""
        return f"{self.file}:{self.line}"


@dataclasses.dataclass(frozen=True)
class Step:
    """One op on the way from the loss to a variable.

    Attributes:
      op_type: TensorFlow's name of the op, such as "MatMul"; "variable" at the end of a way.
      op_name: the name of this op, or of the variable.
      location: the user's line that made it, where it is known.
      is_cut: whether the gradient ends here, or turns sick.
    """

    op_type: str
    op_name: str = ""
    location: Location | None = None
    is_cut: bool = False


@dataclasses.dataclass(frozen=True)
class Finding(Worded):
    """One cause, and all variables that it reaches; `str` gives the whole explanation.

    Attributes:
      code: a key of `codes.NAMES`.
      status: of the variables: "null", "zero", ...
      severity: one of `SEVERITIES`.
      certainty: one of `CERTAINTIES`.
      variables: names, in the order in which they were asked about.
      op_type: TensorFlow's name of the op to blame; empty where it is none.
      op_name: the name of that op.
      layer: Keras path of the layer that the op belongs to.
      locations: lines of the user's own program, the most blameworthy first.
      path: from the loss to a variable, the cut marked.
      evidence: what was measured, numbers with their unit in the name.
      ruled_out: codes that were considered and are not the cause.
    """

    code: str
    status: str
    severity: str
    certainty: str
    variables: tuple[str, ...]
    op_type: str = ""
    op_name: str = ""
    layer: str | None = None
    locations: tuple[Location, ...] = ()
    path: tuple[Step, ...] = ()
    evidence: Mapping[str, float | int | str] = dataclasses.field(default_factory=dict)
    ruled_out: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """The name of the code, such as "stop-gradient"."""
        return codes.NAMES[self.code]


def worst_first(findings: list[Finding]) -> list[Finding]:
    """By severity, no number before a sick one, then by how many variables, then by code.

    What the program stops by itself comes after an op without a gradient beside it.
    """
    return sorted(
        findings,
        key=lambda f: (
            SEVERITIES.index(f.severity),
            f.status not in ("null", "nonfinite"),
            -len(f.variables),
            "GN104" if f.code == "GN101" and "other_cuts" in f.evidence else f.code,
        ),
    )
