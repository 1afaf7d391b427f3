"""Variables that TensorFlow reads inside of its C++ code, where no op callback is called.

An op that is given a variable itself reads it there. What can be seen is that it asks the variable
for its handle; the tensor that it then makes gets the next id. It may ask without reading, so that
the next id can also be that of a number beside it.
"""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Iterator
from typing import Any

import tensorflow as tf
from tensorflow.python.eager import record
from tensorflow.python.framework import ops
from tensorflow.python.ops import gen_resource_variable_ops, resource_variable_ops

from tb_gradplugin.capture.observing.observation import Observation
from tb_gradplugin.capture.observing.patches import patched

_GENERATED = "gen_"

_LARGEST_COMPARED = 10_000
"""Elements of a tensor that are compared; a larger one is no number beside a variable."""


@contextlib.contextmanager
def listening(observation: Observation) -> Iterator[None]:
    """Notes which tensors come from such reads."""

    def handle(variable: Any) -> Any:
        value = vars(variable).get("_handle")
        if observation.hears and _asked_by_an_op():
            observation.unseen_reads[ops.uid() + 1] = value
        return value

    def set_handle(variable: Any, value: Any) -> None:
        vars(variable)["_handle"] = value

    def del_handle(variable: Any) -> None:
        del vars(variable)["_handle"]

    owner = resource_variable_ops.BaseResourceVariable
    with patched(owner, "_handle", property(handle, set_handle, del_handle)):
        yield


def is_read(handle: Any, tensor: Any) -> bool:
    """Whether a tensor can be what such a read of the handle's variable gave.

    Args:
      handle: of a variable that the op asked for its handle.
      tensor: an input of that op, which has just run.
    """
    with record.stop_recording():
        try:
            read = gen_resource_variable_ops.read_variable_op(handle, tensor.dtype)
        except tf.errors.OpError:
            return False  # The variable is of another dtype.
        if read.shape != tensor.shape:
            return False
        if (tensor.shape.num_elements() or 0) > _LARGEST_COMPARED:
            return True
        return bool(read.numpy().tobytes() == tensor.numpy().tobytes())


def _asked_by_an_op() -> bool:
    # Python code that asks for a handle does so from resource_variable_ops.py; C++ code has no
    # frame of its own, so that the one seen is of the generated wrapper of the op.
    file = sys._getframe(2).f_code.co_filename
    return file.replace("\\", "/").rpartition("/")[2].startswith(_GENERATED)
