"""TensorArrays that run op by op as in a `tf.function`, where a write leaves the array as it was.

Op by op, TensorFlow writes into the array itself, so that a new array which the program does not
keep is not lost.
"""

from __future__ import annotations

import contextlib
import copy
import weakref
from collections.abc import Callable, Iterator
from typing import Any

import tensorflow as tf
from tensorflow.python.ops import tensor_array_ops

from tb_gradplugin.capture.observing import opened_functions
from tb_gradplugin.capture.observing.observation import Observation
from tb_gradplugin.capture.observing.patches import patched
from tb_gradplugin.diagnosis.text import array_writes

_Array = tensor_array_ops._EagerTensorArray


@contextlib.contextmanager
def as_in_functions(observation: Observation) -> Iterator[None]:
    """Has writes inside of opened functions give new arrays, and notes what none has written."""
    with contextlib.ExitStack() as stack:
        for name in array_writes.METHODS:
            writing = _giving_new(getattr(tf.TensorArray, name), observation)
            stack.enter_context(patched(tf.TensorArray, name, writing))
        noting = _noting_zeros(_Array._maybe_zero, observation)
        stack.enter_context(patched(_Array, "_maybe_zero", noting))
        yield


def _giving_new(write: Callable[..., Any], observation: Observation) -> Callable[..., Any]:
    def called(self: Any, *args: Any, **kwargs: Any) -> Any:
        is_eager = isinstance(self._implementation, _Array)
        if not (is_eager and observation.listens and opened_functions.is_inside()):
            return write(self, *args, **kwargs)
        new = _copied(self._implementation)
        return write(new, *args, **kwargs)

    return called


def _copied(written: Any) -> Any:
    own = copy.copy(written)
    own._tensor_array = list(written._tensor_array)
    own._previously_read_indices = list(written._previously_read_indices)
    new = object.__new__(tf.TensorArray)
    new._implementation = own
    own.parent = weakref.ref(new)
    return new


def _noting_zeros(read: Callable[..., Any], observation: Observation) -> Callable[..., Any]:
    def called(self: Any, place: int) -> Any:
        is_unwritten = self._tensor_array[place] is None
        value = read(self, place)
        if is_unwritten and observation.listens and opened_functions.is_inside():
            observation.unwritten.add(value._id)
        return value

    return called
