"""The gradients of a step beside each other."""

from __future__ import annotations

import numpy as np

from tb_gradplugin.health.block import Block
from tb_gradplugin.schema.states import State

_NEXT_TO_NOTHING = float(np.finfo(np.float32).tiny / np.finfo(np.float32).eps)
"""So near to the smallest float32 that what is a layer further on is 0."""


def of_largest(block: Block) -> np.ndarray:
    """Each L2 norm over the largest of its row; float32 [rows, variables], NaN where absent."""
    present = block.states == State.PRESENT
    norms = np.where(present, block.l2_norm, np.float32(np.nan))
    largest = np.fmax.reduce(norms, axis=1, keepdims=True)
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.asarray(norms / largest, np.float32)


def swallowed(block: Block) -> np.ndarray:
    """Where a gradient is zero because it has become too small; bool [rows, variables].

    It is, where another one of the row is next to nothing: a gradient that
    shrinks from layer to layer ends at zero.
    """
    zero = block.states == State.ZERO
    if not zero.any():
        return zero
    present = (block.states == State.PRESENT) & (block.max_abs > 0)
    smallest = np.where(present, block.max_abs, np.inf).min(axis=1, keepdims=True, initial=np.inf)
    return np.asarray(zero & (smallest < _NEXT_TO_NOTHING))
