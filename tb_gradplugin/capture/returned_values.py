"""Values that leave TensorFlow unheard and come back as constants, known by their content.

Files, other processes and foreign libraries take numbers in ways that nobody can listen to; what
comes back is, bit for bit, what left.
"""

from __future__ import annotations

import dataclasses
import hashlib
import math
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from tensorflow.python.framework import ops

from tb_gradplugin.capture import eager_run
from tb_gradplugin.capture.observing import python_names
from tb_gradplugin.capture.observing.observation import Observation, handle_of
from tb_gradplugin.capture.ops import measured_tensors
from tb_gradplugin.capture.state import state_keeping
from tb_gradplugin.diagnosis import op_types
from tb_gradplugin.diagnosis.program import Program, Returned

UNEXPLAINED = frozenset({"GN104", "GN107", "GN199"})
"""Codes of findings behind which such a way may lie."""

_FEWEST_ELEMENTS = 4
_MOST_ELEMENTS = 1 << 20
"""A larger value is not compared: its copy of float64 would take more than 8 MB."""

_FEWEST_DISTINCT = 3
_EVEN_STEPS = 1e-5
"""Steps of a range, such as `np.linspace`, agree to this share of its largest element."""


def may_return(program: Program) -> bool:
    """Whether something computed from a variable without gradient could be among the constants."""
    return (
        not program.exception
        and any(one.status == "null" and one.value is not None for one in program.asked)
        and any(
            value.origin == "constant"
            and op_types.carries_gradient(value.dtype)
            and math.prod(size or 0 for size in value.shape or ()) >= _FEWEST_ELEMENTS
            for value in program.values
        )
    )


def seen(
    loss_fn: Callable[[], Any],
    variables: Sequence[Any],
    program: Program,
    state: state_keeping.Variables,
) -> Program | None:
    """Evaluates the loss once more and compares what comes in with what was computed.

    Args:
      loss_fn: takes nothing and returns the loss.
      variables: what is asked about.
      program: an evaluation of it.
      state: the values of variables that are given back afterwards.

    Returns:
      The new evaluation, with `Program.returned`; None where nothing came back.
    """
    statuses = [one.status for one in program.asked]
    observation = eager_run.new_observation(_Compared, loss_fn, state)
    observation.begin(loss_fn, variables, statuses)
    found = eager_run.observed(loss_fn, variables, statuses, state, observation=observation)
    if found.exception or not observation.returned:
        return None
    return dataclasses.replace(
        found, returned=observation.returned, tape_sees_path=program.tape_sees_path
    )


class _Compared(Observation):
    """An observation that knows values by their content as well."""

    def begin(
        self, loss_fn: Callable[[], Any], variables: Sequence[Any], statuses: Sequence[str]
    ) -> None:
        """Tells it what to look for, and what the program has already."""
        self.returned: list[Returned] = []
        self._behind: set[int] = set()
        self._computed: dict[bytes, list[int]] = {}
        handles = (
            variable if isinstance(variable, ops.EagerTensor) else handle_of(variable)
            for variable, status in zip(variables, statuses, strict=True)
            if status == "null"
        )
        self._wanted = {handle._id for handle in handles if handle is not None}
        # What is also there otherwise proves nothing: an array that a variable was made from,
        # or an input to which a layer has added only zeros so far.
        numbers = (np.asarray(number) for _, number in python_names.Names(loss_fn).numbers)
        self._elsewhere = {_content_of_array(each) for each in numbers if each.dtype.kind == "f"}

    def _new(self, tensor: Any, node: int | None, origin: str, name: str) -> int:
        index = super()._new(tensor, node, origin, name)
        inputs = self.drafts[node].inputs if node is not None else ()
        if tensor._id in self._wanted or self._behind.intersection(inputs):
            self._behind.add(index)
        content = _content(tensor)
        if content is None:
            return index
        if index in self._behind:
            self._computed.setdefault(content, []).append(index)
        elif origin == "constant" and content in self._computed:
            if content not in self._elsewhere:
                self.returned.append(Returned(index, tuple(self._computed[content])))
        elif content not in self._computed or node is not None:
            self._elsewhere.add(content)
        return index


def _content(tensor: Any) -> bytes | None:
    if not tensor.dtype.is_floating or (tensor.shape.num_elements() or 0) > _MOST_ELEMENTS:
        return None
    return _content_of_array(measured_tensors.array_of(tensor))


def _content_of_array(array: np.ndarray) -> bytes | None:
    """What tells the numbers of an array from all others; None where they may be anybody's."""
    if not _FEWEST_ELEMENTS <= array.size <= _MOST_ELEMENTS:
        return None
    # Every shorter float has its exact place among these.
    numbers = array.reshape(-1).astype(np.float64)
    if not np.isfinite(numbers).all() or bool((numbers == np.rint(numbers)).all()):
        return None
    steps = np.diff(numbers)
    if np.ptp(steps) <= _EVEN_STEPS * np.abs(numbers).max():
        return None
    if np.unique(numbers).size < _FEWEST_DISTINCT:
        return None
    return hashlib.blake2b(numbers.tobytes(), digest_size=16).digest()
