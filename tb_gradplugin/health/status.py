"""The status of every gradient of a step, from its state and its norm."""

from __future__ import annotations

import numpy as np

from tb_gradplugin.health import thresholds
from tb_gradplugin.schema.states import State, Status


def statuses(states: np.ndarray, l2_norms: np.ndarray) -> np.ndarray:
    """Judges each gradient beside the others of the same step.

    In this order: null, nonfinite, zero, exploding, vanishing, ok.

    Args:
      states: uint8 [steps, variables], `State` of each gradient.
      l2_norms: float32 [steps, variables], NaN where there is none.

    Returns:
      uint8 [steps, variables] of `Status`; NOT_RECORDED where nothing was
      recorded or where the state is a number that this version does not know.

    Raises:
      ValueError: the two arrays differ in shape or do not have two axes.
    """
    if states.ndim != 2 or states.shape != l2_norms.shape:
        raise ValueError(
            "`states` and `l2_norms` must both have shape [steps, variables]. "
            f"Received: states of shape {states.shape}, l2_norms of shape {l2_norms.shape}"
        )
    result = np.zeros(states.shape, np.uint8)
    if not states.size:
        return result
    present = states == State.PRESENT
    norms = np.where(present, np.nan_to_num(l2_norms, nan=0.0), 0.0)
    largest = norms.max(axis=1, keepdims=True)

    result[present] = Status.OK
    # A norm of 0 belongs to a variable without elements: nothing there can vanish.
    vanishing = present & (norms > 0) & (norms < thresholds.VANISHING.value * largest)
    result[vanishing] = Status.VANISHING
    result[present & (norms > thresholds.EXPLODING.value)] = Status.EXPLODING
    result[states == State.ZERO] = Status.ZERO
    result[states == State.NONFINITE] = Status.NONFINITE
    result[states == State.NULL] = Status.NULL
    return result
