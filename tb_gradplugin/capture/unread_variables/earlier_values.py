"""What a program made of variables before the loss was evaluated, whatever that is."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from tb_gradplugin.capture.unread_variables import (
    called_again,
    earlier_variables,
    functional_constants,
    initializers,
)
from tb_gradplugin.capture.unread_variables.search import Search
from tb_gradplugin.diagnosis.in_text import Kept

_FINDERS: tuple[Callable[[Search], list[Kept | None]], ...] = (
    earlier_variables.wrapped,
    functional_constants.kept,
    initializers.kept,
)
"""Beside tensors; what the first of them finds is told."""


def kept(search: Search, tensors: Sequence[Kept | None]) -> list[Kept | None]:
    """For each variable, what was made of it and used by the evaluation.

    Args:
      search: for the variables, and for what else was made of them.
      tensors: of each, those that were computed from it, which are told before all else.

    Returns:
      None for a variable of which nothing is seen to be made, and where a model is called again
      that reads as little of it in the evaluation.
    """
    every = zip(tensors, *(find(search) for find in _FINDERS), strict=True)
    firsts = [next(filter(None, each), None) for each in every]
    return called_again.without(search, firsts)
