"""What Keras objects hold, kept to be given back."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import keras

_TRACKING = "keras.src.utils.tracking"
"""The module of what notes, for a Keras object, which variables it has."""


class KeptAttributes:
    """The attributes of some objects, and what is in their lists, dicts and sets.

    So it is for optimizers inside of optimizers. The values of variables are left alone.
    """

    def __init__(self, *roots: Any) -> None:
        """Keeps what `roots` hold; None is passed over."""
        self._held: dict[int, tuple[Any, Any]] = {}
        for root in roots:
            if root is not None:
                self._keep_attributes(root)

    def give_back(self) -> None:
        """Lets everything hold what it held."""
        # The very same lists and dicts are filled, and by no method of theirs that would track.
        for holder, held in self._held.values():
            if isinstance(held, list):
                list.__setitem__(holder, slice(None), held)
            elif isinstance(held, set):
                set.clear(holder)
                set.update(holder, held)
            else:
                dict.clear(holder)
                dict.update(holder, held)

    def _keep_attributes(self, holder: Any) -> None:
        self._keep(vars(holder), dict)

    def _keep(self, holder: Any, kind: type) -> None:
        if id(holder) in self._held:
            return
        held = kind(holder)
        self._held[id(holder)] = (holder, held)
        self._keep_each(held.values() if isinstance(held, dict) else held)

    def _keep_each(self, values: Iterable[Any]) -> None:
        for value in values:
            is_tracking = type(value).__module__ == _TRACKING
            kind = next((each for each in (list, dict, set) if isinstance(value, each)), None)
            if isinstance(value, tuple):
                self._keep_each(value)
            elif kind is not None and (is_tracking or type(value) is kind):
                self._keep(value, kind)
            elif (
                is_tracking
                or isinstance(value, keras.optimizers.Optimizer)
                or (kind is list and hasattr(value, "_storage"))  # as TensorFlow wraps lists
            ):
                self._keep_attributes(value)
