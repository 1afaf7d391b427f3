"""Calls of NumPy's functions that are given tensors.

NumPy takes the numbers of an eager tensor straight from its memory and calls no method of it, so
that the calls themselves have to be seen.
"""

from __future__ import annotations

import contextlib
import functools
import sys
from collections.abc import Callable, Iterable, Iterator
from types import BuiltinFunctionType, FrameType, FunctionType
from typing import Any

import numpy as np
from tensorflow.python.framework import ops

from tb_gradplugin.capture.observing.observation import handle_of
from tb_gradplugin.capture.observing.patches import patched

Around = Callable[[Iterable[Any], FrameType], contextlib.AbstractContextManager[None]]

_ABOUT_TYPES_AND_SHAPES = frozenset(
    [
        "array2string",
        "array_repr",
        "array_str",
        "array_equal",
        "broadcast_shapes",
        "can_cast",
        "common_type",
        "errstate",
        "format_float_positional",
        "format_float_scientific",
        "get_printoptions",
        "geterr",
        "isscalar",
        "issubdtype",
        "iterable",
        "iscomplexobj",
        "isrealobj",
        "may_share_memory",
        "mintypecode",
        "ndim",
        "ones_like",
        "zeros_like",
        "empty_like",
        "printoptions",
        "result_type",
        "set_printoptions",
        "seterr",
        "shape",
        "size",
        "min_scalar_type",
        "promote_types",
        "shares_memory",
        "typename",
    ]
)
"""Functions that look at no number, or that give none away."""

_ABOUT_GENERATORS = frozenset(
    {
        *("bytes", "default_rng", "get_bit_generator", "get_state", "seed", "set_bit_generator"),
        *("set_state", "test"),
    }
)
"""Functions of `np.random` that draw no number by a value."""

_LARGEST_LIST = 1000
"""Elements of a list that are looked through for tensors; a longer one is a list of numbers."""


@contextlib.contextmanager
def listening(around: Around) -> Iterator[None]:
    """Enters `around(tensors, caller)` for each call of a NumPy function with tensors.

    Code that keeps one of the replaced functions (by `from numpy import asarray` in a module that
    is imported meanwhile) keeps one that does what the original does.
    """
    heard = _Heard(around)
    with contextlib.ExitStack() as stack:
        for module in (np, np.linalg):
            for name, value in list(vars(module).items()):
                if name.startswith("_") or name in _ABOUT_TYPES_AND_SHAPES:
                    continue
                if isinstance(value, np.ufunc):
                    stack.enter_context(patched(module, name, _Ufunc(value, heard)))
                elif _is_function(value):
                    stack.enter_context(patched(module, name, _function(value, heard)))
        for name, value in list(vars(np.random).items()):
            # They are methods of one hidden generator; those of others cannot be replaced.
            if getattr(value, "__self__", None) is None or name in _ABOUT_GENERATORS:
                continue
            if callable(value) and not name.startswith("_"):
                stack.enter_context(patched(np.random, name, _function(value, heard)))
        try:
            yield
        finally:
            heard.around = None


def tensors_in(value: Any) -> Iterator[Any]:
    """The eager tensors and variables in an argument, those in nested lists included."""
    if isinstance(value, ops.EagerTensor):
        yield value
    elif isinstance(value, (list, tuple)):
        if len(value) <= _LARGEST_LIST:
            for item in value:
                yield from tensors_in(item)
    elif not isinstance(value, _PLAIN) and handle_of(value) is not None:
        yield value


_PLAIN = (np.ndarray, np.generic, int, float, complex, str, bytes, type, type(None), dict)


class _Heard:
    def __init__(self, around: Around):
        self.around: Around | None = around

    def call(self, original: Callable[..., Any], args: Any, kwargs: Any) -> Any:
        if self.around is not None:
            tensors = [t for value in (*args, *kwargs.values()) for t in tensors_in(value)]
            if tensors:
                with self.around(tensors, sys._getframe(2)):
                    return original(*args, **kwargs)
        return original(*args, **kwargs)


def _is_function(value: Any) -> bool:
    return isinstance(value, (FunctionType, BuiltinFunctionType)) or (
        type(value).__name__ == "_ArrayFunctionDispatcher"
    )


def _function(original: Callable[..., Any], heard: _Heard) -> Callable[..., Any]:
    @functools.wraps(original)
    def call(*args: Any, **kwargs: Any) -> Any:
        return heard.call(original, args, kwargs)

    return call


class _Ufunc:
    """A ufunc, with its attributes and methods."""

    def __init__(self, original: np.ufunc, heard: _Heard):
        self._original = original
        self._heard = heard

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        return self._heard.call(self._original, args, kwargs)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._original, name)

    def __reduce__(self) -> Any:
        return self._original.__reduce__()
