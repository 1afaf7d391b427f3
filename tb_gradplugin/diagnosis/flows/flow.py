"""What flowed through one evaluation of a loss: the size of every value and of every gradient.

`capture` measures it in one run; `diagnosis` only reads it.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping

from tb_gradplugin.diagnosis.program import Program

DetailValue = str | int | float


@dataclasses.dataclass(frozen=True)
class Numbers:
    """What was measured of one tensor of floats: a forward value or a gradient.

    NaN and infinite elements are counted and otherwise left out: where there are some, all but
    the counts and shares are those of the finite rest. Complex elements count by their magnitude.
    Subnormal elements count as zero, as TensorFlow's kernels treat them.

    Attributes:
      elements: how many there are; 0 in an empty tensor.
      norm: L2, computed so that no square leaves the range of its type; 0 where nothing is
        finite.
      max_abs: largest magnitude; 0 where nothing is finite.
      min_abs_nonzero: smallest magnitude but for the zeros; 0 where all are zero.
      zero_share: zeros / elements, 0 to 1; 0 in an empty tensor.
      nan_count: elements that are NaN.
      inf_count: elements that are infinite, of either sign.
      min: smallest finite element; 0 where there is none.
      max: largest finite element; 0 where there is none.
    """

    elements: int
    norm: float
    max_abs: float
    min_abs_nonzero: float
    zero_share: float
    nan_count: int
    inf_count: int
    min: float
    max: float

    @property
    def is_finite(self) -> bool:
        """Whether no element is NaN or infinite."""
        return not self.nan_count and not self.inf_count

    @property
    def is_zero(self) -> bool:
        """Whether there are elements, and every one of them is zero."""
        return self.elements > 0 and self.is_finite and self.max_abs == 0

    @property
    def zero_count(self) -> int:
        """Elements that are zero."""
        return round(self.zero_share * self.elements)

    @property
    def rms(self) -> float:
        """Root of the mean square of the finite elements: a size that does not grow with them."""
        finite = self.elements - self.nan_count - self.inf_count
        return float(self.norm / finite**0.5) if finite else 0.0


@dataclasses.dataclass(frozen=True)
class Flow:
    """One evaluation of a loss with the numbers in it.

    Attributes:
      program: what ran. Its nodes are the ops one by one: loops and recurrent layers are laid out
        trip by trip.
      forward: Numbers of each value of floats, by its index in `program.values`; of a variable
        (by its handle), those of what it held when it was first read.
      gradient: Numbers of the gradient of the loss at each value, by its index; of a variable (by
        its handle), those of the whole gradient. Absent where the gradient is None, and where no
        way leads from a variable to the value.
      details: more facts about the inputs of an op, by its index in `program.nodes`. Which facts
        there are is said, op type by op type, in `capture/op_details.py`.
      unwritten: values, all zero, that stand for entries of a TensorArray which nothing has
        written.
    """

    program: Program
    forward: Mapping[int, Numbers]
    gradient: Mapping[int, Numbers]
    details: Mapping[int, Mapping[str, DetailValue]] = dataclasses.field(default_factory=dict)
    unwritten: frozenset[int] = frozenset()
