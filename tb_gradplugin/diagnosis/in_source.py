"""A line of the program that names a variable which no op has read, and what is seen around it."""

from __future__ import annotations

import dataclasses

from tb_gradplugin.schema.findings import Location


@dataclasses.dataclass(frozen=True)
class ModelEndsBefore:
    """The line makes a model, of that name, which ends before the layer that holds the variable."""


@dataclasses.dataclass(frozen=True)
class LastResult:
    """Where a model is put together, it computes what nothing reads, under that name.

    It is the last result of the layer that holds the variable.

    Attributes:
      goes_on: the line behind it that goes on from what that layer was given; None without one.
    """

    goes_on: Location | None


@dataclasses.dataclass(frozen=True)
class SetOnAnother:
    """The line sets it as an attribute, read nowhere, of an object other than its own."""


@dataclasses.dataclass(frozen=True)
class UnusedBy:
    """No method of the class whose attribute of that name holds the variable uses it.

    Attributes:
      method: one that ran, by its name.
      line: the one to tell of that method.
    """

    method: str
    line: Location


@dataclasses.dataclass(frozen=True)
class OverriddenBy:
    """A library's class made it, and the method of a derived class that ran does not use it.

    Attributes:
      line: which begins that method.
    """

    line: Location


@dataclasses.dataclass(frozen=True)
class PassedBy:
    """The line reads an attribute of that name in place of an entry of a dict, which it is.

    Attributes:
      entry: such as `params["kernel"]`.
      taken: another entry of that dict, which the same method takes.
    """

    entry: str
    taken: str


@dataclasses.dataclass(frozen=True)
class UnnamedMethod:
    """All that uses the attribute which holds the variable is a method that no line names.

    Attributes:
      line: which begins that method.
      alike: a method with a name alike, which its own class has from that of a library; empty
        without one.
      alike_of: the name of the class that it is derived from there.
    """

    line: Location
    alike: str
    alike_of: str


@dataclasses.dataclass(frozen=True)
class LeftOutOfItsLoss:
    """The line stands in a loss that has its name from that of the part, and does without it.

    Attributes:
      computes_with: what the line calls instead, such as "self.critic".
    """

    computes_with: str


Seen = (
    ModelEndsBefore
    | LastResult
    | SetOnAnother
    | UnusedBy
    | OverriddenBy
    | PassedBy
    | UnnamedMethod
    | LeftOutOfItsLoss
)

_OWN_CAUSES = (LastResult, UnusedBy, PassedBy, LeftOutOfItsLoss)


@dataclasses.dataclass(frozen=True)
class InSource:
    """Such a line.

    Attributes:
      location: the line.
      name: by which it has the variable there, such as "self.kernel"; others may be in it too.
      is_use: whether it computes something with it; otherwise it gives it that name.
      built_with: a line that uses it where its object is only built; None where none is seen.
      is_left: whether it is an attribute that no line of the program is seen to use at all.
      beside: handles of variables of the same object that the evaluation did touch.
      is_listed: whether the program has it in lists alone.
      filled_in: the line that puts what the location makes into a list of that name; None where
        the location gives the name itself.
      seen: what tells more of why nothing has read it; None where nothing does.
    """

    location: Location
    name: str
    is_use: bool
    built_with: Location | None = None
    is_left: bool = False
    beside: tuple[int, ...] = ()
    is_listed: bool = False
    filled_in: Location | None = None
    seen: Seen | None = None

    @property
    def own_cause(self) -> Location | None:
        """The line of a cause that others need not have in common; None where it tells of none."""
        if isinstance(self.seen, UnnamedMethod):
            return self.seen.line
        return self.location if isinstance(self.seen, _OWN_CAUSES) else None
