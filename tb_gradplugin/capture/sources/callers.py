"""The functions of the user's that are running, found on Python's stack."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from types import CellType, CodeType, FrameType, FunctionType, MethodType
from typing import Any

import tensorflow as tf

from tb_gradplugin.capture.sources import file_owners, frames
from tb_gradplugin.capture.sources.file_owners import Owner


def innermost() -> Callable[..., Any] | None:
    """The function of the user's that is running, or being traced, at the moment.

    Where autograph has written it anew, the user's own; of a method, bound to its object.

    Returns:
      None where all that runs is of others.
    """
    return next(_functions(sys._getframe(1)), None)


def is_of_user(function: Any) -> bool:
    """Whether what a function, method or `tf.function` calls in the end is the user's."""
    plain = frames.function_of(function) if callable(function) else None
    return plain is not None and _is_users(plain.__code__)


def _functions(frame: FrameType | None) -> Iterator[Callable[..., Any]]:
    while frame is not None:
        if _is_users(frame.f_code):
            yield _running(frame)
        else:
            traced = frame.f_locals.get("self")
            if isinstance(traced, tf.types.experimental.PolymorphicFunction):
                function = _plain(getattr(traced, "python_function", None))
                if is_of_user(function):
                    yield function
        frame = frame.f_back


def _plain(function: Any) -> Any:
    """What a `tf.function` was made of; of a method, bound to its object."""
    if not isinstance(function, FunctionType) or _is_users(function.__code__):
        return function
    # Under the other name that wrappers have for it lies what autograph has made of it.
    method = getattr(function, "__original_wrapped__", None)
    if not isinstance(method, MethodType):
        return function
    # In place of the object, TensorFlow binds what refers to it weakly.
    return MethodType(method.__func__, getattr(method.__self__, "target", method.__self__))


def _is_users(code: CodeType) -> bool:
    return file_owners.owner(code.co_filename) is Owner.USER


def _running(frame: FrameType) -> Callable[..., Any]:
    """A function like the one that runs, with the same names in reach."""
    code, own = frame.f_code, frame.f_locals
    cells = tuple(CellType(own[name]) if name in own else CellType() for name in code.co_freevars)
    function = FunctionType(code, frame.f_globals, closure=cells)
    first = own.get("self") if code.co_varnames[:1] == ("self",) else None
    return function if first is None else MethodType(function, first)
