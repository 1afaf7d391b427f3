"""What can be said of a run, and why nothing can."""

from __future__ import annotations

import dataclasses


class UnknownNameError(KeyError):
    """There is no run, no statistic or no variable of that name."""

    # A KeyError shows its text as a key: in quotes.
    __str__ = Exception.__str__


class UnlistableRunError(ValueError):
    """The data provider cannot say what the tags of a run are."""

    def __init__(self) -> None:
        super().__init__(
            "Every tag of this run must have a value. One has metadata only, and TensorBoard's "
            "reader in Python cannot list such a run; its data server (--load_fast=true) can."
        )


@dataclasses.dataclass(frozen=True)
class RunSummary:
    """One run at a glance.

    Attributes:
      run: its name.
      problem: why nothing of it can be shown, or None.
      notes: one sentence for each piece that was left out, as far as it has
        been read: tables and states always, a statistic once it was asked for.
      variables: number of columns.
      last_step: None where no row was recorded.
      last_wall_time: seconds since the epoch; None where no row was recorded.
      revision: changes whenever what was recorded may have changed.
    """

    run: str
    problem: str | None
    notes: tuple[str, ...]
    variables: int
    last_step: int | None
    last_wall_time: float | None
    revision: str


def shortened(name: str) -> str:
    """A name as an error quotes it: quoted, and not longer than a line or two."""
    return repr(name if len(name) <= 200 else name[:200] + "...")
