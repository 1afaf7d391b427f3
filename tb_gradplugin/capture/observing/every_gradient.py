"""The gradient at many tensors from one backward pass of a tape."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import tensorflow as tf
from tensorflow.python.eager import imperative_grad
from tensorflow.python.framework import composite_tensor_gradient

from tb_gradplugin.capture.observing.observation import handle_of


class _Source:
    """What a tape has to know of a tensor in order to differentiate by it: its id."""

    __slots__ = ("_id",)

    def __init__(self, id_: int):
        self._id = id_


def of_ids(tape: tf.GradientTape, loss: Any, ids: Sequence[int]) -> list[Any]:
    """Differentiates a loss by tensors that need not be alive any more.

    A tape knows tensors by their ids, so that none has to be kept for the question. It gives
    free what it keeps itself as the pass goes on.

    Args:
      tape: has recorded the loss, and is used up by this unless it is persistent.
      loss: what the loss function returned, one or several tensors.
      ids: of eager tensors of floats or complex numbers, and of handles of variables.

    Returns:
      For each id a tensor, `IndexedSlices`, or None.

    Raises:
      LookupError: an op on the way has no gradient registered.
      Exception: whatever a gradient function raises.
    """
    sources = list(map(_Source, ids))
    found: list[Any] = imperative_grad.imperative_grad(tape._tape, targets(loss), sources)
    return found


def targets(loss: Any) -> list[Any]:
    """The eager tensors that TensorFlow differentiates for a loss of any kind."""
    flat = composite_tensor_gradient.get_flat_tensors_for_gradients(tf.nest.flatten(loss))
    handles = [handle_of(each) for each in flat]
    either = (
        each if handle is None else handle for each, handle in zip(flat, handles, strict=True)
    )
    return [each for each in either if hasattr(each, "_id")]
