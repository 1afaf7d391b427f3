"""What a log says, as plain values."""

from __future__ import annotations

import dataclasses
import hashlib


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

    @property
    def digest(self) -> str:
        """Eight hexadecimal digits that identify the table's content."""
        text = "\n".join(f"{v.name!a} {v.shape} {v.dtype} {v.layer!a}" for v in self.variables)
        return hashlib.blake2s(text.encode(), digest_size=4).hexdigest()
