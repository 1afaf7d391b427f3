"""A function of the user's run again and again, each time from the same state."""

from __future__ import annotations

import contextlib
import io
import itertools
import random
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import numpy as np
import tensorflow as tf
from tensorflow.python.framework import op_callbacks
from tensorflow.python.ops import logging_ops, random_ops

from tb_gradplugin.capture.observing.patches import Proxy, patched
from tb_gradplugin.capture.ops.tensor_numbers import digits
from tb_gradplugin.capture.state import state_keeping

_READS = frozenset({"ReadVariableOp", "ResourceGather", "ResourceGatherNd", "VarIsInitializedOp"})


class Watched:
    """The ops that a run executed.

    Attributes:
      handles: resources that were handed to an op which may change them, by id.
      lowest: the dtype of fewest digits among the floating-point tensors that ops gave.
    """

    def __init__(self) -> None:
        self.handles: dict[int, Any] = {}
        self.lowest: tf.DType | None = None

    @contextlib.contextmanager
    def watching(self) -> Iterator[None]:
        """Listens to every op that runs eagerly."""
        op_callbacks.add_op_callback(self._on_op)
        try:
            yield
        finally:
            op_callbacks.remove_op_callback(self._on_op)

    def _on_op(
        self,
        op_type: str | bytes,
        inputs: Sequence[Any],
        attrs: Any,  # noqa: ARG002  TensorFlow passes it
        outputs: Sequence[Any],
        op_name: str | None = None,  # noqa: ARG002
        graph: Any = None,
    ) -> None:
        if graph is not None:
            return
        kind = op_type.decode() if isinstance(op_type, bytes) else op_type
        if kind not in _READS:
            for tensor in inputs:
                if tensor.dtype == tf.resource:
                    self.handles[tensor._id] = tensor
        for tensor in outputs or ():
            dtype = tensor.dtype
            if dtype.is_floating or dtype.is_complex:
                real = dtype.real_dtype
                if self.lowest is None or digits(real) < digits(self.lowest):
                    self.lowest = real


class HeldState:
    """Values of variables and random states from which each run starts.

    Args:
      variables: the values that variables have at the start.
    """

    def __init__(self, variables: state_keeping.Variables):
        self._variables = variables
        self._touched: dict[int, tuple[Any, Any]] = {}
        self._draws = itertools.count()
        self._python = random.getstate()
        self._numpy = np.random.get_state()  # noqa: NPY002 (it is the program's)

    @contextlib.contextmanager
    def kept(self) -> Iterator[None]:
        """Gives everything back afterwards; what the user's program prints is not shown."""
        silent = Proxy(logging_ops.gen_logging_ops, print_v2=_nothing)
        drawing = Proxy(
            random_ops.gen_random_ops,
            random_standard_normal=self._drawn(tf.random.stateless_normal),
            truncated_normal=self._drawn(tf.random.stateless_truncated_normal),
            random_uniform=self._drawn(tf.random.stateless_uniform),
        )
        with (
            state_keeping.kept(self._variables),
            patched(random_ops, "gen_random_ops", drawing),
            patched(logging_ops, "gen_logging_ops", silent),
            contextlib.redirect_stdout(io.StringIO()),
            tf.summary.record_if(False),
        ):
            yield

    def restore(self) -> None:
        """Gives back all that an earlier run has changed."""
        self._variables.restore()

    def note(self, watched: Watched) -> None:
        """From now on, what a run may have changed is given back before the next one."""
        self.restore()
        for key, handle in watched.handles.items():
            if key not in self._touched:
                dtype = _dtype_behind(handle)
                if dtype is not None:
                    value = tf.raw_ops.ReadVariableOp(resource=handle, dtype=dtype)
                    self._touched[key] = (handle, value)

    def run(self, function: Callable[[], Any]) -> Any:
        """Calls it from the state held."""
        for handle, value in self._touched.values():
            tf.raw_ops.AssignVariableOp(resource=handle, value=value)
        self._variables.generators.restore()
        random.setstate(self._python)
        np.random.set_state(self._numpy)  # noqa: NPY002
        self._draws = itertools.count()
        return function()

    def _drawn(self, stateless: Callable[..., Any]) -> Callable[..., Any]:
        """An op of random numbers whose state lies where none can reach, without that state."""

        def draw(shape: Any, dtype: Any, **_: Any) -> Any:
            return stateless(shape, seed=(next(self._draws), 17), dtype=dtype)

        return draw


def _dtype_behind(handle: Any) -> tf.DType | None:
    kept = getattr(handle, "_handle_data", None)
    if kept is None or not kept.is_set or not kept.shape_and_type:
        return None
    return tf.dtypes.as_dtype(kept.shape_and_type[0].dtype)


def _nothing(*_: Any, **__: Any) -> None:
    """What `tf.print` does meanwhile."""
