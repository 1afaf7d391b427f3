"""Tensor messages as arrays, in no more memory than the messages themselves hold.

One value may stand for as many as the shape of a tensor asks for: twenty bytes
of a log can claim gigabytes, and TensorBoard makes what is claimed.
"""

from __future__ import annotations

import contextlib
import math
import threading
from collections.abc import Iterator

import numpy as np
from tensorboard.compat.proto import tensor_pb2, types_pb2
from tensorboard.util import tensor_util

DTYPES: dict[int, np.dtype] = {
    types_pb2.DT_FLOAT: np.dtype("<f4"),
    types_pb2.DT_UINT8: np.dtype(np.uint8),
}
"""Of the tensors whose bytes are taken as they are, by TensorFlow's number."""

_MOST_AXES = 32
"""What every release of NumPy can have."""


def array_of(tensor: tensor_pb2.TensorProto) -> np.ndarray | None:
    """The numbers or strings of a tensor message; None where they do not make an array.

    One number that stands for many is there once: the array only looks as large
    as it claims to be, and cannot be written to.
    """
    shape = [dim.size for dim in tensor.tensor_shape.dim]
    if len(shape) > _MOST_AXES:
        return None
    dtype = DTYPES.get(tensor.dtype)
    try:
        if dtype is None:
            return None if _claims_more(tensor, shape) else _make_ndarray(tensor)
        # It would copy the bytes, or take the elements one by one.
        if tensor.tensor_content:
            return np.frombuffer(tensor.tensor_content, dtype).reshape(shape)
        elements = tensor.float_val if tensor.dtype == types_pb2.DT_FLOAT else tensor.int_val
        array = np.array(elements, dtype)
        return np.broadcast_to(array[0], shape) if array.size == 1 else array.reshape(shape)
    except (TypeError, ValueError, OverflowError, LookupError):
        return None


def _claims_more(tensor: tensor_pb2.TensorProto, shape: list[int]) -> bool:
    """Whether there are to be more elements than the message has bytes."""
    return math.prod(shape) > tensor.ByteSize()


class _Reading(threading.local):
    """What this thread is doing."""

    is_ours = False


_reading = _Reading()
_make_ndarray = tensor_util.make_ndarray


@contextlib.contextmanager
def made_by_us() -> Iterator[None]:
    """Lets TensorBoard's data providers make arrays by `array_of`, in this thread and for now.

    They have no other place at which the size of a value could be asked for. A
    value that does not make an array is None then. What other plugins read, in
    other threads or later, is made as ever.
    """
    tensor_util.make_ndarray = _made
    _reading.is_ours = True
    try:
        yield
    finally:
        _reading.is_ours = False


def _made(tensor: tensor_pb2.TensorProto) -> np.ndarray | None:
    return array_of(tensor) if _reading.is_ours else _make_ndarray(tensor)
