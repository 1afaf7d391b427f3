"""`tf.function`s that run op by op, as they are written."""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Callable, Iterator
from types import FrameType
from typing import Any

import tensorflow as tf
from tensorflow.python.autograph.impl import api
from tensorflow.python.eager.polymorphic_function import polymorphic_function

from tb_gradplugin.capture.observing.patches import patched


@contextlib.contextmanager
def opened() -> Iterator[None]:
    """Has every `tf.function` run eagerly, also one that was traced before."""
    before = tf.config.functions_run_eagerly()
    tf.config.run_functions_eagerly(True)
    try:
        with patched(api, "converted_call", _as_written(api.converted_call)):
            yield
    finally:
        tf.config.run_functions_eagerly(before)


def _as_written(convert: Callable[..., Any]) -> Callable[..., Any]:
    """Autograph's call, which converts nothing where ops run eagerly.

    Once a method has been traced, TensorFlow keeps it converted. Eagerly, that does the same, but
    what the program does in it comes from frames of autograph, and conditions are its too.
    """

    def call(
        f: Any, args: Any, kwargs: Any, caller_fn_scope: Any = None, options: Any = None
    ) -> Any:
        if options is None or not tf.executing_eagerly():
            return convert(f, args, kwargs, caller_fn_scope, options)
        return api._call_unconverted(f, args, kwargs, options, False)

    return call


def is_inside() -> bool:
    """Whether the caller runs inside of a `tf.function`, which is opened."""
    frame: FrameType | None = sys._getframe(1)
    while frame is not None:
        if frame.f_code.co_filename == polymorphic_function.__file__:
            return True
        frame = frame.f_back
    return False
