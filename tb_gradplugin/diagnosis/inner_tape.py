"""A tape inside of the loss: part of the model in `program`, values and ops by their indices."""

from __future__ import annotations

import dataclasses

from tb_gradplugin.schema.findings import Location


@dataclasses.dataclass(frozen=True)
class Stopped:
    """What ran while a tape inside of the loss had stopped recording.

    Attributes:
      ran: indices of the ops.
      locations: the user's frames of the `with` that told it to.
    """

    ran: range
    locations: tuple[Location, ...]


@dataclasses.dataclass(frozen=True)
class InnerTape:
    """A `tape.gradient` call inside the loss.

    Attributes:
      target: values that were differentiated.
      sources: what they were differentiated by.
      results: the values it gave; None for a None, and for zeros in its place.
      locations: the user's own frames, innermost first.
      watched: values that it was told to watch.
      closed_at_node: index of the first op that ran after it was closed; None if none is known.
      reset_at_node: index of the first op that ran after the program had the tape forget all.
      fills_with_zeros: whether it was told to give zeros where it has no gradient.
      stopped: each time that it had stopped recording.
      opened_at_node: index of the first op that ran after it was opened; None if not known.
      opened_in: the user's frames of that.
      watched_in: for each value watched, the user's frames of that, where they are known.
    """

    target: tuple[int, ...]
    sources: tuple[int, ...]
    results: tuple[int | None, ...]
    locations: tuple[Location, ...]
    watched: tuple[int, ...] = ()
    closed_at_node: int | None = None
    reset_at_node: int | None = None
    fills_with_zeros: bool = False
    stopped: tuple[Stopped, ...] = ()
    opened_at_node: int | None = None
    opened_in: tuple[Location, ...] = ()
    watched_in: tuple[tuple[Location, ...], ...] = ()
