"""What the objects of a program hold, and the objects that these hold."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from typing import Any

from tb_gradplugin.capture.program import reachable

_WIDTH = 1000
"""Parts of one object that are looked at."""


def parts(value: Any) -> Iterator[Any]:
    """A value, and what lists and dicts in it hold."""
    waiting, count = [value], 0
    while waiting and count < _WIDTH:
        one = waiting.pop()
        count += 1
        yield one
        if isinstance(one, dict):
            waiting += itertools.islice(one.values(), _WIDTH)
        elif isinstance(one, (list, tuple)):
            waiting += one[:_WIDTH]


def variables_below(value: Any) -> Iterator[Any]:
    """The variables that an object, its parts and theirs have."""
    seen: set[int] = set()
    waiting = [value]
    while waiting and len(seen) < _WIDTH:
        one = waiting.pop()
        if id(one) in seen:
            continue
        seen.add(id(one))
        if reachable.identity(one) is not None:
            yield one
            continue
        yield from reachable.variables_of(one)
        if reachable.is_of_user(one):
            waiting += [part for _, own in reachable.attributes(one) for part in parts(own)]
