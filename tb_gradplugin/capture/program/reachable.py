"""The user's own functions and objects that a loss function can come to by name."""

from __future__ import annotations

import contextlib
import functools
import gc
import inspect
import sys
from collections.abc import Callable
from types import FunctionType, MethodType
from typing import Any, NamedTuple

from tb_gradplugin.capture.observing import inner_layers, live_variables, python_names
from tb_gradplugin.capture.observing.held_tensors import tensors_in
from tb_gradplugin.capture.observing.observation import handle_of
from tb_gradplugin.capture.sources import file_owners, source_trees, training_functions
from tb_gradplugin.capture.sources.file_owners import Owner

_DEPTH = 8
"""How far to look from the loss function into functions and objects."""

_WIDTH = 200
"""Attributes of one object, and entries of one container, that are looked at."""


class Named(NamedTuple):
    """Something that a function calls by a name, or by an attribute of a name.

    Attributes:
      function: one of the user's, a `FunctionType`.
      owner: the name whose attribute it is; empty where it has a name of its own.
      name: the name or attribute.
      value: what it is.
      holder: the object whose attribute it is; None where it has a name of its own.
    """

    function: Any
    owner: str
    name: str
    value: Any
    holder: Any = None

    @property
    def called(self) -> str:
        """As it stands in the source, such as "self.kernel"."""
        return f"{self.owner}.{self.name}" if self.owner else self.name


class Reach:
    """What was found.

    Attributes:
      named: everything with a name, of functions and, as attributes of `self`, of objects.
      objects: those of classes of the user's.
      loss_of: the object whose method the loss function is, if it is one.
      caches: functions of `functools.lru_cache` and `cached_property`, and the tensors that are
        kept of them.
    """

    def __init__(self, loss_fn: Callable[..., Any], *others: Any):
        self.named: list[Named] = []
        self.objects: list[Any] = []
        self.caches: list[tuple[FunctionType, list[Any]]] = []
        self.loss_of = getattr(loss_fn, "__self__", None)
        self._seen: set[int] = set()
        self._held: dict[int, set[int]] = {}
        # What is known by its id must not be freed meanwhile.
        self._kept: list[Any] = []
        for each in (loss_fn, *others):
            self._value(each, _DEPTH)
        # What stands around the loss in a training function is no part of the loss.
        every = {one.function for one in self.named}
        around = {one for one in every if training_functions.takes(one, loss_fn)}
        self.named = [one for one in self.named if one.function not in around]

    def held(self, value: Any) -> set[int]:
        """As `held`, and once for each of the things that were found."""
        if id(value) not in self._held:
            self._held[id(value)] = held(value)
            self._kept.append(value)
        return self._held[id(value)]

    def _function(self, function: Any, depth: int) -> None:
        if isinstance(function, functools.partial):
            self._partial(function, depth)
            function = function.func
        if hasattr(function, "cache_info") and hasattr(function, "__wrapped__"):
            self._cache(function)
            function = function.__wrapped__
        function = getattr(function, "python_function", function)
        owner = getattr(function, "__self__", None)
        function = getattr(function, "__func__", function)
        if not _is_in_users_file(function) and hasattr(function, "__wrapped__"):
            function = function.__wrapped__  # Such as of `tf.custom_gradient`.
        if owner is not None:
            self._object(owner, depth)
        if not _is_in_users_file(function) or not depth or self._is_seen(function):
            return
        for name, value in python_names.names_in_reach(function):
            self.named.append(Named(function, "", name, value))
            self._value(value, depth - 1)
            if is_of_user(value):
                for attribute, item in attributes(value):
                    self.named.append(Named(function, name, attribute, item, value))

    def _partial(self, partial: functools.partial, depth: int) -> None:
        for function, name, value in python_names.given_by(partial):
            self.named.append(Named(function, "", name, value))
            self._value(value, depth - 1)

    def _value(self, value: Any, depth: int) -> None:
        if is_of_user(value):
            self._object(value, depth)
        elif isinstance(value, (list, tuple, dict)):
            if not depth or self._is_seen(value):
                return
            items = list(value.values()) if isinstance(value, dict) else list(value)
            for item in items[:_WIDTH]:
                if is_of_user(item):
                    self._object(item, depth)
                elif isinstance(item, (FunctionType, functools.partial)):
                    self._function(item, depth)
        elif layers := inner_layers.of(value):
            if not depth or self._is_seen(value):
                return
            for layer in layers:
                self._value(layer, depth)
        elif callable(value) and not isinstance(value, type):
            self._function(value, depth)

    def _object(self, value: Any, depth: int) -> None:
        if not depth or not is_of_user(value) or self._is_seen(value):
            return
        self.objects.append(value)
        methods = [
            method
            for cls in type(value).__mro__
            for method in map(plain, vars(cls).values())
            if isinstance(method, FunctionType)
        ]
        # What a framework's own methods do with an attribute is nothing that a line tells of.
        own = [method for method in methods if _is_in_users_file(inspect.unwrap(method))]
        for name, item in attributes(value):
            self.named.extend(Named(method, "self", name, item, value) for method in own)
            maker = getattr(type(value), name, None)
            if isinstance(maker, functools.cached_property) and isinstance(
                maker.func, FunctionType
            ):
                self.caches.append((maker.func, tensors_in(item)))
            self._value(item, depth - 1)
        for method in methods:
            self._function(method, depth - 1)

    def _cache(self, cache: Any) -> None:
        function = getattr(cache, "__wrapped__", None)
        if isinstance(function, FunctionType):
            # Without a limit it keeps its results in a dict, with one it holds them itself.
            results: list[Any] = []
            for each in gc.get_referents(cache)[: 4 * _WIDTH]:
                results += list(each.values())[:_WIDTH] if isinstance(each, dict) else [each]
            self.caches.append((function, [t for each in results for t in tensors_in(each)]))

    def _is_seen(self, value: Any) -> bool:
        seen = id(value) in self._seen
        self._seen.add(id(value))
        self._kept.append(value)
        return seen


def _is_in_users_file(function: Any) -> bool:
    return (
        isinstance(function, FunctionType)
        and file_owners.owner(function.__code__.co_filename) is Owner.USER
    )


def held(value: Any) -> set[int]:
    """Identities of the variables that a value is, or that a layer, module or object holds."""
    own = identity(value)
    if own is not None:
        return {own}
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, (list, tuple)):
        return set().union(*map(held, value[:_WIDTH])) if value else set()
    return {one for each in variables_of(value) if (one := identity(each)) is not None}


def variables_of(value: Any) -> list[Any]:
    """The variables that a layer or module lists, or a plain object of the program's has."""
    if isinstance(value, type):
        return []
    if not hasattr(type(value), "variables"):
        own = [item for _, item in attributes(value)] if is_of_user(value) else []
        return [item for item in own if identity(item) is not None]
    with contextlib.suppress(Exception):  # A layer that is not built may refuse.
        return list(value.variables)
    return []


def identity(variable: Any) -> int | None:
    """A number of its own for a variable; None for everything else."""
    handle = handle_of(variable)
    return None if handle is None else int(handle._id)


def identity_and_name(variable: Any) -> tuple[int | None, str]:
    """The same with the name of the variable; empty for everything else."""
    one = identity(variable)
    return one, "" if one is None else live_variables.name(variable)


def attributes(value: Any) -> list[tuple[str, Any]]:
    """The first attributes of an object."""
    own = getattr(value, "__dict__", {})
    return [item for item, _ in zip(list(own.items()), range(_WIDTH), strict=False)]


def members(value: Any) -> dict[str, Any]:
    """The first attributes of an object, and the methods of a class of the user's."""
    bound = {name: MethodType(method, value) for name, method in methods(value).items()}
    own = dict(attributes(value))
    # Layers of Keras keep variables under a name with an underscore, behind a property without.
    behind = {
        name.removeprefix("_"): one
        for name, one in own.items()
        if isinstance(getattr(type(value), name.removeprefix("_"), None), property)
        if identity(one) is not None
    }
    return {**bound, **behind, **own}


def methods(value: Any) -> dict[str, FunctionType]:
    """The methods of an object of a class of the user's."""
    return {
        name: method
        for cls in (type(value).__mro__[::-1] if is_of_user(value) else ())
        for name, method in ((name, plain(own)) for name, own in vars(cls).items())
        if isinstance(method, FunctionType)
    }


def own_methods(value: Any) -> list[FunctionType]:
    """Those of the methods of an object that are written in a file of the program's."""
    every = [method for method in methods(value).values() if _is_in_users_file(method)]
    # The text of what `dataclasses` makes is in no file.
    return [method for method in every if source_trees.of_function(method.__code__) is not None]


def is_of_user(value: Any) -> bool:
    """Whether an object is of a class that the user's program defines, or a mere bag of names."""
    if isinstance(value, python_names.BAGS):
        return True
    if isinstance(value, (type, FunctionType)):
        return False
    return is_users_class(type(value))


def is_users_class(cls: type) -> bool:
    """Whether the user's program defines a class."""
    module = sys.modules.get(cls.__module__)
    file = getattr(module, "__file__", None)
    if file is None:
        return cls.__module__ == "__main__"
    return file_owners.owner(file) is Owner.USER


def plain(method: Any) -> Any:
    """The function under `property`, `staticmethod`, `tf.function` and the like."""
    if isinstance(method, property):
        return method.fget
    if isinstance(method, functools.cached_property):
        return method.func
    method = getattr(method, "__func__", method)
    return getattr(method, "python_function", method)
