"""What an assignment to a variable gave back, where it is used in place of the variable."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from tensorflow.python.ops import resource_variable_ops

from tb_gradplugin.capture.program import reachable
from tb_gradplugin.diagnosis.program import Asked

_HANDED_BACK = getattr(resource_variable_ops, "_UnreadVariable", None)
"""The class of what `assign`, `assign_add`, `scatter_update` and the like give back.

It passes for a variable and says that it can be trained, but its own way to read the value tells
no tape of it, so that no tape watches the variable. Where the assignment stands inside of a tape,
that has done so already.
"""


def found(
    asked: Sequence[Asked], variables: Sequence[Any], alive: Callable[[], Sequence[Any]]
) -> list[Any]:
    """For each variable the object by which the loss reads it past every tape; None without one.

    Args:
      asked: what is known of each.
      variables: themselves.
      alive: gives all variables of the process.
    """
    wanted = [
        None
        if one.status != "null" or one.kind == "tensor" or one.value is None
        # Without a gradient, the loss reads it by no other object than by such ones.
        else reachable.identity(variable)
        for one, variable in zip(asked, variables, strict=True)
    ]
    if _HANDED_BACK is None or not any(one is not None for one in wanted):
        return [None] * len(variables)
    everywhere = alive()
    # The object that was asked about goes before others of the same variable.
    given = {
        reachable.identity(each): each
        for each in (*everywhere, *variables)
        if type(each) is _HANDED_BACK
    }
    if given.keys().isdisjoint(wanted):
        return [None] * len(variables)
    # A variable that is not trainable is another matter, and so says what it is itself.
    untrainable = {
        reachable.identity(each)
        for each in everywhere
        if not isinstance(each, _HANDED_BACK) and not getattr(each, "trainable", True)
    }
    return [None if one is None or one in untrainable else given.get(one) for one in wanted]
