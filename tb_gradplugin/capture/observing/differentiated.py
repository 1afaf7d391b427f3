"""The op whose gradient TensorFlow is computing, while a tape inside of the loss is asked."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from types import FrameType
from typing import Any

from tensorflow.python.eager import backprop

from tb_gradplugin.capture.observing.observation import Draft, Observation

_GRADIENT = getattr(backprop, "_gradient_function", None)
"""TensorFlow calls it for each op that it differentiates, with what that took and made."""


def by_this_stack(observation: Observation) -> int | None:
    """Index of the op for which a gradient function is being run; None where none is seen.

    Few gradients, those of products among them, are computed without a function in Python.
    """
    code = getattr(_GRADIENT, "__code__", None)
    frame: FrameType | None = sys._getframe(1)
    while frame is not None and frame.f_code is not code:
        frame = frame.f_back
    if frame is None or code is None:
        return None
    given = frame.f_locals
    kind, inputs, outputs = given.get("op_name"), given.get("inputs"), given.get("outputs")
    if isinstance(kind, bytes):
        kind = kind.decode()
    # What the gradient function does not need is not kept.
    made, taken = _known(observation, outputs), _known(observation, inputs)
    for value in made:
        node = observation.values[value].node
        if node is not None and observation.drafts[node].op_type == kind:
            return node
    if not taken:
        return None
    drafts = observation.drafts
    return next((i for i in reversed(range(len(drafts))) if _takes(drafts[i], kind, taken)), None)


def _takes(draft: Draft, kind: Any, values: set[int]) -> bool:
    return draft.op_type == kind and values.issubset(draft.inputs)


def _known(observation: Observation, tensors: Iterable[Any] | None) -> set[int]:
    known = [observation.known(tensor) for tensor in tensors or () if tensor is not None]
    return {value for value in known if value is not None}
