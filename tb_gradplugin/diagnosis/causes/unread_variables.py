"""Variables that no op has read, as the rules that say why see them."""

from __future__ import annotations

import dataclasses
import functools
from collections.abc import Sequence
from typing import TypeVar

from tb_gradplugin.diagnosis.case import Case
from tb_gradplugin.diagnosis.causes.computed_outside_tape import outside_tensors
from tb_gradplugin.diagnosis.causes.facts import kind_of_loss
from tb_gradplugin.diagnosis.in_source import InSource, PassedBy, Seen
from tb_gradplugin.diagnosis.text import twins
from tb_gradplugin.schema.findings import Location

_S = TypeVar("_S", bound=Seen)


@dataclasses.dataclass(frozen=True)
class Unread:
    """One group of such variables, by where they were asked about.

    Attributes:
      case: the evaluation.
      places: of the variables.
    """

    case: Case
    places: tuple[int, ...]

    @functools.cached_property
    def named(self) -> list[InSource]:
        """What the program's lines tell of them, those first that use one."""
        asked = self.case.program.asked
        every = [one for place in self.places if (one := asked[place].in_source) is not None]
        return sorted(every, key=lambda one: not one.is_use)

    @property
    def named_at(self) -> list[Location]:
        """The lines themselves."""
        return [one.location for one in self.named]

    @property
    def named_by(self) -> dict[str, str]:
        """By which name the first line has it, as evidence; there has to be one."""
        first = self.named[0]
        said = {"named": first.name, "named_how": "use" if first.is_use else "definition"}
        if (built := first.built_with) is not None and built != first.location:
            said["built_with"] = built.place
        return said

    @functools.cached_property
    def twins(self) -> list[int]:
        """Variables that the loss reads instead."""
        if any(isinstance(one.seen, PassedBy) for one in self.named):
            return []
        return twins.twins(self.case, self.places)

    @functools.cached_property
    def is_of_loss(self) -> bool:
        """Whether it is the loss that wants mending, as it has to do with no variable at all."""
        has_others = self.case.any_gradient or (
            self.case.program.loss is not None and bool(self.case.loss_variables)
        )
        return bool(self.twins) or not has_others

    @property
    def is_left(self) -> bool:
        """Whether each is an attribute that no line is seen to use."""
        return len(self.named) == len(self.places) and all(one.is_left for one in self.named)

    @property
    def loss_at(self) -> Sequence[Location]:
        """The line that the loss comes from; may be empty."""
        return self.case.program.loss_locations[:1]

    @property
    def evidence(self) -> dict[str, str | int]:
        """What is so of all of them, whatever the reason."""
        values = [self.case.program.values[index] for index in outside_tensors(self.case)]
        # Tensors from outside that may have been computed from variables, before the loss.
        outside = {value.name for value in values} - {""}
        return {
            "ops_that_use_them": 0,
            **kind_of_loss(self.case),
            **({"tensor": ", ".join(sorted(outside))} if outside else {}),
        }

    def seen(self, kind: type[_S]) -> list[_S]:
        """What is seen of that kind, in the order of `named`."""
        return [one.seen for one in self.named if isinstance(one.seen, kind)]

    def are_all(self, kind: type[Seen]) -> bool:
        """Whether that is seen of each that a line names, and of one at least."""
        return bool(self.named) and all(isinstance(one.seen, kind) for one in self.named)
