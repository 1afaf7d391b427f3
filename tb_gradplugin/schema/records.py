"""What a log says, as plain values."""

from __future__ import annotations

import dataclasses
import functools
import hashlib

import numpy as np

from tb_gradplugin.schema.findings import Finding


@dataclasses.dataclass(frozen=True)
class VariableRecord:
    """One variable of a table.

    Attributes:
      name: Keras path where there is one, otherwise the name without ":0";
        unique in its table.
      shape: number of elements per axis; empty for a scalar.
      dtype: name of the TensorFlow dtype, such as "float32".
      layer: what the variable belongs to; empty where that is unknown.
    """

    name: str
    shape: tuple[int, ...]
    dtype: str
    layer: str


@dataclasses.dataclass(frozen=True)
class Session:
    """One start of a recorder; `start_wall_time` in seconds since the epoch."""

    id: str
    start_wall_time: float
    initial_step: int
    writer_version: str


@dataclasses.dataclass(frozen=True)
class VariableTable:
    """The variables that vectors of length `len(variables)` speak of, in order."""

    variables: tuple[VariableRecord, ...]

    @functools.cached_property
    def digest(self) -> str:
        """Eight hexadecimal digits that identify the table's content."""
        text = "\n".join(f"{v.name!a} {v.shape} {v.dtype} {v.layer!a}" for v in self.variables)
        return hashlib.blake2s(text.encode(), digest_size=4).hexdigest()


@dataclasses.dataclass(frozen=True)
class VariableCounts:
    """On how many steps a variable's gradient was sick; its first and last such step."""

    null: int
    zero: int
    nonfinite: int
    first_step: int
    last_step: int


@dataclasses.dataclass(frozen=True)
class Counters:
    """What the watchdog counted since a session began, on every step.

    Attributes:
      steps: steps that were seen.
      clipped_steps: those on which the optimizer clipped.
      skipped_steps: those on which it skipped the update, its loss scale being
        too large.
      lost_rows: rows that were overwritten before they could be written.
      variables: counts by place in the variable table, for those only whose
        gradient was null, zero or non-finite at least once.
    """

    steps: int
    clipped_steps: int
    skipped_steps: int
    lost_rows: int
    variables: dict[int, VariableCounts]


@dataclasses.dataclass(frozen=True)
class Incident:
    """The first step of a session on which a gradient turned null, zero or non-finite.

    Attributes:
      step: that step.
      states: uint8 [variables] of `State`, on that step.
      norms: float32 [at most 64 steps, variables], the last row for `step`
        itself; NaN where there is none.
    """

    step: int
    states: np.ndarray
    norms: np.ndarray


@dataclasses.dataclass(frozen=True)
class SeenFinding:
    """A finding, and the step on which it was seen first."""

    finding: Finding
    step: int

    @property
    def cause(self) -> tuple[object, ...]:
        """Equal for two sights of one cause: a function that is traced twice shows it twice."""
        one = self.finding
        places = tuple((place.file, place.line, place.source) for place in one.locations)
        return one.code, one.status, one.variables, one.op_type, one.op_name, one.layer, places
