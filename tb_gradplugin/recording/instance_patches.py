"""Attributes set on instances for a while, and taken off again."""

from __future__ import annotations

import weakref
from typing import Any

_ABSENT = object()


class InstancePatches:
    """Remembers what it sets on which object, without keeping the object alive.

    Only the instance's own attributes are touched, past any `__setattr__` that
    tracks: Keras must neither see nor save what is there for a while only.
    """

    def __init__(self) -> None:
        self._originals: list[tuple[weakref.ref[Any], str, Any, Any]] = []

    def set(self, target: Any, name: str, value: Any) -> None:
        """Sets an attribute until `undo`."""
        original = vars(target).get(name, _ABSENT)
        object.__setattr__(target, name, value)
        self._originals.append((weakref.ref(target), name, value, original))

    def undo(self) -> None:
        """Takes everything off, last first; what others have set since then stays."""
        while self._originals:
            reference, name, value, original = self._originals.pop()
            target = reference()
            if target is None or vars(target).get(name, _ABSENT) is not value:
                continue
            if original is _ABSENT:
                object.__delattr__(target, name)
            else:
                object.__setattr__(target, name, original)
