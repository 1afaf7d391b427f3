"""Variables whose ways end in one op, as the rules that say how its result is lost see them."""

from __future__ import annotations

import dataclasses
import functools
from collections.abc import Mapping, Sequence

from tb_gradplugin.diagnosis.case import Case
from tb_gradplugin.diagnosis.causes.facts import lines
from tb_gradplugin.diagnosis.causes.lost_in_turns import Group
from tb_gradplugin.diagnosis.program import Node
from tb_gradplugin.diagnosis.text import handed_on, left_out
from tb_gradplugin.schema.findings import Location


@dataclasses.dataclass(frozen=True)
class Told:
    """How a result is lost.

    Attributes:
      where: lines of the user's program, the most blameworthy first.
      said: what was seen, as evidence.
      is_slip: whether it looks like a mistake, whatever other variables are for.
      is_sure: whether it is a mistake in any program.
      is_whole: whether the last line says no more of it, such as that it gives a result to `_`.
    """

    where: tuple[Location, ...]
    said: Mapping[str, str | int] = dataclasses.field(default_factory=dict)
    is_slip: bool = False
    is_sure: bool = False
    is_whole: bool = True


@dataclasses.dataclass(frozen=True)
class LastUse:
    """The last use of some variables, none of which the loss depends on.

    Attributes:
      case: the evaluation.
      group: the variables, and the op in which their ways end.
    """

    case: Case
    group: Group

    @property
    def last(self) -> Node:
        """The op whose result no op on the way to the loss takes."""
        return self.group.last

    @property
    def taken(self) -> list[Node]:
        """The ops that the loss depends on."""
        return self.case.on_the_way

    @property
    def ran(self) -> left_out.Ran:
        """The lines that are known to have run."""
        return self.case.lines_run

    @functools.cached_property
    def own(self) -> list[Location]:
        """The lines of the op that no other takes on its way to the loss, innermost first."""
        if self.case.program.loss is None:
            return []
        taken = self.case.lines_on_the_way
        return [one for one in self.last.locations if (one.file, one.line) not in taken]

    @functools.cached_property
    def is_handed_on(self) -> bool:
        """Whether its own lines hand all on, so that one which takes other results lost it."""
        return handed_on.all_hand_on(self.own, self.last, self.case.program.nodes)

    @functools.cached_property
    def loser(self) -> Sequence[Location]:
        """The line that loses the result, and those around it; may be empty."""
        among = self.last.locations if self.is_handed_on else self.own
        return handed_on.loser(among, self.last, self.case.program.nodes)

    @functools.cached_property
    def where(self) -> tuple[Location, ...]:
        """Its lines, beginning with the one that loses it."""
        return lines(self.loser, self.last.locations)

    @property
    def made_in(self) -> str:
        """The first of these, for a text."""
        return self.where[0].place

    def inside_of(self, line: Location) -> Sequence[Location]:
        """The lines that the result comes out through before one of them."""
        every = self.last.locations
        return every[: every.index(line)] if line in every else ()
