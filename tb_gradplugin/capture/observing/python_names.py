"""What the user's program calls the tensors that it had before the loss was evaluated."""

from __future__ import annotations

import argparse
import contextlib
import functools
import sys
import types
from collections.abc import Callable, Iterator, Mapping
from types import CodeType, FrameType
from typing import Any

from tensorflow.python.framework import ops

from tb_gradplugin.capture.observing import earlier_numbers, held_tensors, inner_layers
from tb_gradplugin.capture.sources import file_owners
from tb_gradplugin.capture.sources.file_owners import Owner

_DEPTH = 4
"""How far to look into containers, objects and called functions."""

_WIDTH = 200
"""Members of one container or object that are looked at."""

BAGS = (types.SimpleNamespace, argparse.Namespace)
"""Types of Python's own whose objects hold what the program gives them, under its names."""


class Names:
    """Python names of tensors, as seen from a loss function.

    Attributes:
      numbers: NumPy arrays, and numbers with a fraction, that were met beside them, with their
        names.
    """

    def __init__(self, loss_fn: Callable[..., Any]):
        self.numbers: list[tuple[str, Any]] = []
        self._names: dict[int, str] = {}
        self._seen: set[int] = set()
        self._look_at_function(loss_fn, _DEPTH)

    def __call__(self, tensor: Any) -> str:
        """The name, also by what the lines being run call it; "" where it has none."""
        name = self._names.get(tensor._id)
        if name is None:
            name = self._names[tensor._id] = _name_on_stack(tensor)
        return name

    def _look_at(self, name: str, value: Any, depth: int) -> None:
        if isinstance(value, ops.EagerTensor):
            self._names.setdefault(value._id, name)
            return
        if isinstance(value, earlier_numbers.NUMBERS):
            self.numbers.append((name, value))
            return
        if not depth or id(value) in self._seen or isinstance(value, _PLAIN):
            return
        self._seen.add(id(value))
        for tensor in held_tensors.components(value):
            self._names.setdefault(tensor._id, name)
        if isinstance(value, Mapping):
            for key, item in _first(value.items()):
                self._look_at(_entry(name, key), item, depth - 1)
        elif isinstance(value, held_tensors.SEQUENCES):
            for position, item in enumerate(list(value)[:_WIDTH]):
                self._look_at(f"{name}[{position}]", item, depth - 1)
        elif isinstance(value, BAGS) or _is_of_user(getattr(type(value), "__module__", "")):
            attributes = _first(getattr(value, "__dict__", {}).items())
            # What frameworks keep there for themselves, such as a list of layers, comes last.
            for key, item in sorted(attributes, key=lambda one: one[0].startswith("_")):
                if key.startswith("_self_"):  # of TensorFlow's own
                    continue
                self._look_at(f"{name}.{key}", item, depth - 1)
        else:
            for layer in inner_layers.of(value):
                self._look_at(getattr(layer, "name", name), layer, depth - 1)
        if callable(value):
            self._look_at_function(value, depth - 1)

    def _look_at_function(self, function: Callable[..., Any], depth: int) -> None:
        if isinstance(function, functools.partial):
            for _, name, item in given_by(function):
                self._look_at(name, item, depth)
            function = function.func
        owner = getattr(function, "__self__", None)
        if owner is not None:
            self._look_at("self", owner, depth)
        function = getattr(function, "python_function", function)
        function = getattr(function, "__func__", function)
        code = getattr(function, "__code__", None)
        if not isinstance(code, CodeType) or not depth:
            return
        if file_owners.owner(code.co_filename) is Owner.FRAMEWORK:
            return
        for name, item in names_in_reach(function):
            self._look_at(name, item, depth - 1)


_PLAIN = (str, bytes, int, float, complex, type(None), type)


def names_in_reach(function: Any) -> Iterator[tuple[str, Any]]:
    """What a Python function calls by a name: its closure, its defaults, and globals."""
    code = function.__code__
    for name, cell in zip(code.co_freevars, function.__closure__ or (), strict=False):
        with contextlib.suppress(ValueError):  # Not assigned yet.
            yield name, cell.cell_contents
    arguments = code.co_varnames[: code.co_argcount]
    defaults = function.__defaults__ or ()
    yield from zip(arguments[len(arguments) - len(defaults) :], defaults, strict=False)
    yield from (function.__kwdefaults__ or {}).items()
    for name in _global_names(code):
        if name in function.__globals__:
            yield name, function.__globals__[name]


def given_by(partial: functools.partial) -> Iterator[tuple[Any, str, Any]]:
    """What a partial call gives: the Python function, the name that it has there, and the value."""
    function = getattr(partial.func, "python_function", partial.func)
    is_bound = getattr(function, "__self__", None) is not None
    function = getattr(function, "__func__", function)
    code = getattr(function, "__code__", None)
    if not isinstance(code, CodeType):
        return
    names = code.co_varnames[is_bound : code.co_argcount]
    for name, item in (*zip(names, partial.args, strict=False), *partial.keywords.items()):
        yield function, name, item


def _global_names(code: CodeType) -> Iterator[str]:
    yield from code.co_names
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            yield from _global_names(constant)


def _name_on_stack(tensor: Any) -> str:
    frame: FrameType | None = sys._getframe(1)
    while frame is not None:
        if file_owners.owner(frame.f_code.co_filename) is Owner.USER:
            for name, value in frame.f_locals.items():
                for found, item in _members(name, value):
                    if item is tensor:
                        return found
        frame = frame.f_back
    return ""


def _members(name: str, value: Any) -> Iterator[tuple[str, Any]]:
    yield name, value
    if isinstance(value, dict):
        yield from ((_entry(name, key), item) for key, item in _first(value.items()))
    elif isinstance(value, held_tensors.SEQUENCES):
        yield from ((f"{name}[{i}]", item) for i, item in enumerate(list(value)[:_WIDTH]))
    elif name == "self":
        attributes = getattr(value, "__dict__", {})
        yield from ((f"self.{key}", item) for key, item in _first(attributes.items()))


def _entry(name: str, key: Any) -> str:
    # A tuple with the `id` of something in it tells a reader nothing.
    return f"{name}[{key!r}]" if isinstance(key, (str, int, float)) else f"{name}[...]"


def _first(items: Any) -> list[Any]:
    return [item for item, _ in zip(list(items), range(_WIDTH), strict=False)]


def _is_of_user(module: str) -> bool:
    file = getattr(sys.modules.get(module), "__file__", None)
    return file is None or file_owners.owner(file) is Owner.USER
