"""Objects of the program that the evaluation left out, while it used others of their class."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from typing import Any

from tb_gradplugin.capture import reachable


class Touched:
    """Which objects of the program's own the evaluation made use of, by their variables."""

    def __init__(self, reach: reachable.Reach, known: Callable[[Any], int | None]):
        self._reach, self._known = reach, known

    def handles(self, holds: Any) -> tuple[int, ...]:
        """Handles of the variables of an object that the evaluation has met."""
        variables: list[Any] = []
        with contextlib.suppress(Exception):  # A layer that is not built may refuse.
            variables = list(getattr(holds, "variables", ()))
        return tuple(value for one in variables if (value := self._known(one)) is not None)

    def is_passed_over(self, holds: Any) -> bool:
        """Whether an object was left out, while others of its class were not."""
        return (
            bool(self._reach.held(holds))
            and not self.handles(holds)
            and any(type(one) is type(holds) and self.handles(one) for one in self._reach.objects)
        )
