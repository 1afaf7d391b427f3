"""The state of the user's program, kept over a run of its loss function."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import numpy as np
import tensorflow as tf
from tensorflow.python.eager import record
from tensorflow.python.framework import ops

from tb_gradplugin.capture.observing import evaluation, live_variables
from tb_gradplugin.capture.state import random_states
from tb_gradplugin.capture.state.random_generators import Generators

_LARGEST_STATE = 64
"""Elements of a variable of int64 that may be the state of a random generator."""


class Variables:
    """The values that all variables of this process had when this was made.

    Reading a variable copies nothing: the value is copied by TensorFlow when the variable is
    written while somebody still holds it. Few whole numbers may be the state of a generator, which
    `StatefulRandomBinomial` writes over without such a copy: of them a copy is made at once.

    Args:
      roots: functions and objects of the program, whose own random generators are kept as well.

    Attributes:
      all: the variables.
      generators: those random generators.
      own_functions: whether random states inside of a `tf.function` can be kept as well; see
        `random_states.kept`.
      draws: of the last run over which they were kept.
    """

    def __init__(self, *roots: Any) -> None:
        self.generators = Generators(*roots)
        self.own_functions = True
        self.draws = random_states.Draws()
        self.all = live_variables.found()
        self._values: list[tuple[Any, Any]] = []
        with record.stop_recording(), tf.init_scope():
            for variable in self.all:
                handle = vars(variable).get("_handle")
                if isinstance(handle, ops.EagerTensor):
                    # An uninitialised variable has nothing to be kept.
                    with contextlib.suppress(tf.errors.FailedPreconditionError):
                        value = _read(handle, variable.dtype)
                        self._values.append((handle, _own_copy(value)))

    def restore(self) -> None:
        """Gives back the value of each variable that has changed, and the program's generators."""
        self.generators.restore()
        with record.stop_recording(), tf.init_scope():
            for handle, value in self._values:
                try:
                    changed = not _same(_read(handle, value.dtype), value)
                except tf.errors.FailedPreconditionError:
                    changed = True
                if changed:
                    # The variable takes the tensor itself, and what is held must stay ours.
                    tf.raw_ops.AssignVariableOp(resource=handle, value=_own_copy(value))


@contextlib.contextmanager
def kept(variables: Variables, again: bool = False) -> Iterator[None]:
    """Gives variables and random states back as they were, whatever the run does.

    Args:
      variables: the values to give back.
      again: see `random_states.kept`.
    """
    with random_states.kept(variables.own_functions, variables.draws, again):
        try:
            yield
        finally:
            variables.restore()


def evaluated(
    loss_fn: Callable[[], Any], asked: Sequence[Any], variables: Variables
) -> evaluation.Evaluation:
    """Evaluates a loss and its gradients as the user's program would; gives all state back.

    Args:
      loss_fn: takes nothing and returns the loss.
      asked: variables or tensors whose gradient is asked for.
      variables: the values to give back.
    """
    with kept(variables):
        result = evaluation.of(loss_fn, asked)
    if result.is_misplaced and variables.own_functions:
        variables.own_functions = False
        with kept(variables):
            result = evaluation.of(loss_fn, asked)
    return result


def _own_copy(value: Any) -> Any:
    if value.dtype != tf.int64 or value.shape.num_elements() > _LARGEST_STATE:
        return value
    return tf.raw_ops.DeepCopy(x=value) if "CPU" in value.backing_device else value


def _read(handle: Any, dtype: tf.DType) -> Any:
    return tf.raw_ops.ReadVariableOp(resource=handle, dtype=dtype)


def _same(new: Any, old: Any) -> bool:
    if not ("CPU" in new.backing_device and old.dtype.is_numpy_compatible):
        return False
    if new.dtype != old.dtype or new.shape != old.shape:
        return False
    if old.dtype == tf.string:
        return bool(np.array_equal(new.numpy(), old.numpy()))
    before, after = np.asarray(old._numpy()), np.asarray(new._numpy())
    # Views of TensorFlow's own memory: where the value is untouched, they are of the same place.
    # Of a scalar NumPy makes a copy, which has no place to tell.
    if old.shape.rank and before.ctypes.data == after.ctypes.data:
        return True
    return bool(before.tobytes() == after.tobytes())
