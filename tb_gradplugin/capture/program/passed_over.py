"""Objects of the program that the evaluation left out, while it used others of their class."""

from __future__ import annotations

import functools
from collections.abc import Callable, Sequence
from typing import Any

from tb_gradplugin.capture.observing import held_tensors
from tb_gradplugin.capture.program import reachable


class Touched:
    """Which objects of the program's own the evaluation made use of, by their variables."""

    def __init__(self, reach: reachable.Reach, known: Callable[[Any], int | None]):
        self._reach, self._known = reach, known
        self._handles: dict[int, tuple[int, ...]] = {}

    def handles(self, holds: Any) -> tuple[int, ...]:
        """Handles of the variables of an object that was found and that the evaluation has met."""
        # An object looks through all its parts for its variables.
        if id(holds) not in self._handles:
            self._handles[id(holds)] = self._met(holds)
        return self._handles[id(holds)]

    def _met(self, holds: Any) -> tuple[int, ...]:
        known = map(self._known, reachable.variables_of(holds))
        return tuple(value for value in known if value is not None)

    def is_left_out(self, holds: Any) -> bool:
        """Whether an object has variables, and the evaluation made use of none of them."""
        if holds is not None and holds is self._reach.loss_of:
            return False
        return bool(self._reach.held(holds)) and not self.handles(holds)

    def is_met(self, value: Any) -> bool:
        """Whether the evaluation has met a variable, or one of those of an object."""
        if reachable.identity(value) is not None:
            return self._known(value) is not None
        return bool(self.handles(value))

    def is_passed_over(self, holds: Any) -> bool:
        """Whether an object was left out, while others of its class were not."""
        return self.is_left_out(holds) and type(holds) in self._used_classes

    @functools.cached_property
    def _used_classes(self) -> set[type]:
        return {type(one) for one in self._reach.objects if self.handles(one)}

    def of_users(self, uses: Sequence[reachable.Named]) -> list[reachable.Named]:
        """In place of the uses in an object that was left out, those of the object itself.

        What its methods do with a part is as it should be where they do so for others of its class.
        """
        found: dict[int, reachable.Named] = {}
        seen: set[int] = set()
        waiting = list(uses)
        while waiting:
            use = waiting.pop(0)
            outer = self._outer(use.holder) if self.is_passed_over(use.holder) else []
            if not outer:
                found[id(use)] = use
            elif id(use.holder) not in seen:
                seen.add(id(use.holder))
                waiting += outer
        return list(found.values())

    def _outer(self, holds: Any) -> list[reachable.Named]:
        """The names by which the program has an object, alone or in a list."""
        return self._by_value.get(id(holds), [])

    @functools.cached_property
    def _by_value(self) -> dict[int, list[reachable.Named]]:
        found: dict[int, list[reachable.Named]] = {}
        for named in self._reach.named:
            for one in {id(named.value), *map(id, held_tensors.items_of(named.value) or ())}:
                found.setdefault(one, []).append(named)
        return found

    def beside(self, use: reachable.Named) -> list[reachable.Named]:
        """Names of other parts, in the same function and of the same object, that were touched."""
        if use.holder is None:
            return []
        return [
            named
            for named in self._by_user.get((id(use.holder), id(use.function)), ())
            if self.is_met(named.value)
        ]

    @functools.cached_property
    def _by_user(self) -> dict[tuple[int, int], list[reachable.Named]]:
        found: dict[tuple[int, int], list[reachable.Named]] = {}
        for named in self._reach.named:
            found.setdefault((id(named.holder), id(named.function)), []).append(named)
        return found
