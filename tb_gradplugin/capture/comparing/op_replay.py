"""An op of TensorFlow, run again with the gradient that is registered for it."""

from __future__ import annotations

import dataclasses
import inspect
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import tensorflow as tf
from tensorflow.python.framework import op_def_registry

from tb_gradplugin.capture.comparing.replays import Target, UncheckableError, argument, require_time
from tb_gradplugin.capture.observing.replayed_calls import OpCall
from tb_gradplugin.capture.ops.tensor_numbers import (
    Numbers,
    Values,
    digits,
    floats,
    has_gradient,
    numbers,
    rounded,
)


@dataclasses.dataclass(frozen=True)
class _Slot:
    """One named input of an op, which may be a list of tensors."""

    name: str
    count: int
    is_list: bool


class OpReplay:
    """One op, with the gradient registered for it. See `Replay`.

    Args:
      call: what was kept of it.
      wide: whether to run it in float64 where it was given fewer digits.
      deadline: by `time.monotonic`, after which it is run no more.

    Raises:
      UncheckableError: it cannot be run again.
    """

    def __init__(self, call: OpCall, wide: bool, deadline: float):
        self._call, self._deadline = call, deadline
        self._function = getattr(tf.raw_ops, call.op_type, None)
        definition = op_def_registry.get(call.op_type)
        if self._function is None or definition is None or definition.is_stateful:
            raise UncheckableError("stateful")
        attrs = dict(zip(call.attrs[::2], call.attrs[1::2], strict=True))
        self._slots = [_slot(arg, attrs) for arg in definition.input_arg]
        names = [slot.name for slot in self._slots for _ in range(slot.count)]
        self.targets: list[Target | None] = [
            argument(name, leaf, wide) for name, leaf in zip(names, call.inputs, strict=True)
        ]
        self.values: list[np.ndarray | None] = [
            numbers(leaf) if target is not None else None
            for leaf, target in zip(call.inputs, self.targets, strict=True)
        ]
        if any(leaf.dtype in (tf.resource, tf.variant, tf.string) for leaf in call.inputs):
            raise UncheckableError("stateful")
        accepted = inspect.signature(self._function).parameters
        self._attrs = {
            name: value for name, value in attrs.items() if name in accepted and value is not None
        }
        results = self._run(self._leaves(self.values))
        if not any(map(has_gradient, results)):
            raise UncheckableError("integers")
        self.lowest = min((r.dtype.real_dtype for r in results if has_gradient(r)), key=digits)

    def results(self, values: Values) -> Numbers:
        """See `Replay`."""
        return floats(self._run(self._leaves(values)))

    def gradients(self, values: Values, upstream: Sequence[np.ndarray]) -> list[np.ndarray | None]:
        """See `Replay`."""
        leaves = self._leaves(values)
        with tf.GradientTape() as tape:
            for leaf, target in zip(leaves, self.targets, strict=True):
                if target is not None:
                    tape.watch(leaf)
            results = [result for result in self._run(leaves) if has_gradient(result)]
        upstreams = [tf.constant(d, r.dtype) for d, r in zip(upstream, results, strict=True)]
        found = tape.gradient(results, leaves, output_gradients=upstreams)
        return [None if gradient is None else numbers(gradient) for gradient in found]

    def rounded(self, place: int, values: np.ndarray) -> np.ndarray:
        """See `Replay`."""
        target = self.targets[place]
        assert target is not None
        return rounded(target.dtype, values)

    def _leaves(self, values: Values) -> list[Any]:
        return [
            tf.identity(leaf)
            if target is None or value is None
            else tf.constant(value, target.dtype)
            for leaf, target, value in zip(self._call.inputs, self.targets, values, strict=True)
        ]

    def _run(self, leaves: Sequence[Any]) -> list[Any]:
        require_time(self._deadline)
        waiting = iter(leaves)
        inputs = {
            slot.name: [next(waiting) for _ in range(slot.count)] if slot.is_list else next(waiting)
            for slot in self._slots
        }
        assert self._function is not None
        return tf.nest.flatten(self._function(**inputs, **self._attrs))


def _slot(arg: Any, attrs: Mapping[str, Any]) -> _Slot:
    if arg.number_attr:
        return _Slot(arg.name, int(attrs[arg.number_attr]), True)
    if arg.type_list_attr:
        return _Slot(arg.name, len(attrs[arg.type_list_attr]), True)
    return _Slot(arg.name, 1, False)
