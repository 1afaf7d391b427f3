"""Random generators of NumPy and Python that the user's program holds itself, set back."""

from __future__ import annotations

import contextlib
import functools
import random
import types
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

from tb_gradplugin.capture.program.reachable import Reach, attributes
from tb_gradplugin.capture.sources.contained import Contained

_WIDTH = 200
"""Entries of one container that are looked at."""


class Generators:
    """What generators were at when this was made.

    Args:
      roots: functions and objects of the program; generators are found where these come to them
        by name, by an attribute, or in a list, tuple or dict of one.
    """

    def __init__(self, *roots: Any) -> None:
        self._given_back: dict[int, Callable[[], None]] = {}
        with Contained("random generators of the program's own"):
            for root in roots:
                reach = Reach(root)
                values = [named.value for named in reach.named]
                values += [item for each in reach.objects for _, item in attributes(each)]
                for value in values:
                    self._keep_all(value)

    def restore(self) -> None:
        """Lets each draw again what it drew since."""
        for give_back in self._given_back.values():
            give_back()

    def _keep_all(self, value: Any) -> None:
        for one in _in(value):
            if id(one) not in self._given_back:
                # One of numbers from the system has no state, and one of another make may not.
                with contextlib.suppress(NotImplementedError):
                    give_back = _giving_back(one)
                    if give_back is not None:
                        self._given_back[id(one)] = give_back


def _giving_back(value: Any) -> Callable[[], None] | None:
    """What sets a generator to its state of now; None of anything else."""
    if isinstance(value, np.random.Generator):
        value = value.bit_generator
    if isinstance(value, np.random.BitGenerator):
        return functools.partial(setattr, value, "state", value.state)
    if isinstance(value, np.random.RandomState):
        return functools.partial(value.set_state, value.get_state(legacy=False))
    if isinstance(value, random.Random):
        return functools.partial(value.setstate, value.getstate())
    return None


def _in(value: Any) -> Iterator[Any]:
    """The value itself, what a container of it holds, and the object whose method each is."""
    items = [value]
    if isinstance(value, dict):
        items = list(value.values())[:_WIDTH]
    elif isinstance(value, (list, tuple)):
        items = list(value[:_WIDTH])
    for item in items:
        is_method = isinstance(item, (types.BuiltinMethodType, types.MethodType))
        yield item.__self__ if is_method else item
