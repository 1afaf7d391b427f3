"""What is known where the program is searched for what it says of variables that no op has read."""

from __future__ import annotations

import dataclasses
import functools
from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any

from tb_gradplugin.capture.program import passed_over, reachable


@dataclasses.dataclass(frozen=True, eq=False)
class Search:
    """A search for variables, in what the loss of one evaluation comes to.

    Attributes:
      reach: where names, objects and functions are looked for.
      loss_fn: the function of the program that comes to the loss, with names of its own.
      variables: what is asked about: what the evaluation did not touch, unless a finder says else.
      known: gives the value of a tensor, or the handle of a variable, that the evaluation has met;
        None for others.
      ran: files and numbers of the lines that ops were seen of.
      in_layers: values that ops took while a layer was being called.
      outside: values of tensors that were there before the evaluation, by the name that the program
        had for each, such as "model.memory[0]".
    """

    reach: reachable.Reach
    loss_fn: Callable[..., Any]
    variables: Sequence[Any]
    known: Callable[[Any], int | None]
    ran: Collection[tuple[str, int]] = ()
    in_layers: Collection[int] = ()
    outside: Mapping[str, int] = dataclasses.field(default_factory=dict)

    @functools.cached_property
    def touched(self) -> passed_over.Touched:
        """What the evaluation did touch, which remembers what it has looked through."""
        return passed_over.Touched(self.reach, self.known)
