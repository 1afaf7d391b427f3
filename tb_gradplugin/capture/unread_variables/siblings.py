"""Variables that the evaluation used, of the same model as some that it did not."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from tb_gradplugin.capture.observing import held_tensors
from tb_gradplugin.capture.program import passed_over, reachable
from tb_gradplugin.capture.unread_variables import source_uses
from tb_gradplugin.capture.unread_variables.search import Search


def found(search: Search) -> list[tuple[int, ...]]:
    """For each variable, handles of those that a model, or a list of layers, has beside it."""
    wanted = [reachable.identity(variable) for variable in search.variables]
    result: list[dict[int, None]] = [{} for _ in wanted]
    for held, holder in source_uses.every_holder(search.reach, search.loss_fn):
        if held.isdisjoint(one for one in wanted if one is not None):
            continue
        beside = _handles(holder.value, search.touched)
        for one, handles in zip(wanted, result, strict=True):
            if one in held:
                handles.update(dict.fromkeys(beside))
    return [tuple(handles) for handles in result]


def _handles(value: Any, touched: passed_over.Touched) -> Sequence[int]:
    if not isinstance(value, (list, tuple, dict)):
        return touched.handles(value)
    # A list of variables may be of several models, as one for an optimizer is.
    items = held_tensors.items_of(value) or ()
    if any(reachable.identity(one) is not None for one in items):
        return ()
    return [handle for one in items for handle in touched.handles(one)]
