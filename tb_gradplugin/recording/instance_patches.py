"""Attributes set on instances for a while, and taken off again."""

from __future__ import annotations

import dataclasses
import weakref
from collections.abc import Callable
from typing import Any, ClassVar

_ABSENT = object()


@dataclasses.dataclass
class _Patch:
    target: weakref.ref[Any]
    name: str
    value: Any
    original: Any


class InstancePatches:
    """Remembers what it sets on which object, without keeping the object alive.

    Only the instance's own attributes are touched, past any `__setattr__` that
    tracks: Keras must neither see nor save what is there for a while only.
    Several may patch one attribute, and undo it in any order.
    """

    _all: ClassVar[weakref.WeakSet[InstancePatches]] = weakref.WeakSet()

    def __init__(self) -> None:
        self._patches: list[_Patch] = []
        self._all.add(self)

    def set(self, target: Any, name: str, value: Any) -> None:
        """Sets an attribute until `undo`."""
        original = vars(target).get(name, _ABSENT)
        object.__setattr__(target, name, value)
        self._patches.append(_Patch(weakref.ref(target), name, value, original))

    def undo(self) -> None:
        """Takes everything off, last first; what others have set since then stays."""
        while self._patches:
            patch = self._patches.pop()
            target = patch.target()
            if target is None:
                continue
            if vars(target).get(patch.name, _ABSENT) is not patch.value:
                self._leave_out(patch)
            elif patch.original is _ABSENT:
                object.__delattr__(target, patch.name)
            else:
                object.__setattr__(target, patch.name, patch.original)

    def _leave_out(self, patch: _Patch) -> None:
        """Lets the one who has set the attribute next give back what was there before both."""
        for patches in list(self._all):
            for later in patches._patches:
                if later.target() is patch.target() and later.original is patch.value:
                    later.original = patch.original


def weak_method(function: Callable[..., Any]) -> Callable[[], Any]:
    """A bound method without a hold on its instance, so that what is wrapped can be freed."""
    if hasattr(function, "__self__"):
        return weakref.WeakMethod(function)
    return lambda: function
