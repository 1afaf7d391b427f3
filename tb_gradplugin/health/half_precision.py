"""Which gradients were held in float16 on their way, told from the numbers themselves."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from tb_gradplugin.health.block import Block
from tb_gradplugin.schema.states import State

_BELOW_FLOAT16 = np.uint32(2**13 - 1)
"""Bits of a float32 that float16, with its 11 significant digits, leaves at 0."""

_BELOW_BFLOAT16 = np.uint32(2**16 - 1)
"""The same of bfloat16, which has 8."""


class HalfPrecision:
    """Under a mixed policy variables are float32, and so are the gradients that they get.

    But a number that was float16 before has 11 significant digits only, also
    after a loss scale, a power of two, was divided out. That the largest
    magnitude of a float32 gradient has no more is a chance of 1 in 8,192 for
    each row.
    """

    def __init__(self, dtypes: Sequence[str]) -> None:
        """Takes the dtypes of the variables, by name."""
        self._declared = np.array([dtype == "float16" for dtype in dtypes], bool)
        self._rows = np.zeros(len(dtypes), np.int64)
        self._longer = np.zeros(len(dtypes), bool)
        self._needs_float16 = np.zeros(len(dtypes), bool)

    def see(self, block: Block) -> None:
        """Takes up the next rows."""
        if self._longer.all():
            return
        there = (block.states == State.PRESENT) & (block.max_abs > 0)
        bits = np.ascontiguousarray(block.max_abs).view(np.uint32)
        self._rows += there.sum(axis=0)
        self._longer |= (there & ((bits & _BELOW_FLOAT16) != 0)).any(axis=0)
        self._needs_float16 |= (there & ((bits & _BELOW_BFLOAT16) != 0)).any(axis=0)

    @property
    def may_be_float16(self) -> np.ndarray:
        """Whether that has not been ruled out for good; bool [variables]."""
        return self._declared | ~self._longer

    @property
    def is_float16(self) -> np.ndarray:
        """Bool [variables]; all of bfloat16 fit into float16's digits, and are told by one more."""
        short = (self._rows > 1) & ~self._longer
        if not (short & self._needs_float16).any():
            return self._declared
        # What was always zero has no digits; it is taken for what the others are.
        return self._declared | short | (self._rows == 0)
