"""What the text of a program tells of a variable that none of its ops has read."""

from __future__ import annotations

import dataclasses

from tb_gradplugin.schema.findings import Location


@dataclasses.dataclass(frozen=True)
class Kept:
    """A tensor that was computed from a variable before the evaluation, and is used in it.

    Attributes:
      value: the tensor.
      location: the user's line that keeps it, which often is the one that computes it.
      is_hidden: whether a function or an object keeps it, as a cache does, not beside the loss.
      is_variable: whether the line makes another variable of it, whose handle the value is.
      is_initializer: whether that takes it from an initializer of a layer.
      is_handed_on: whether it only got another name after it was computed under a first one.
      others: what else is computed from the same variable.
      computed: the user's line that computes it with the variable, where that is another one.
    """

    value: int
    location: Location
    is_hidden: bool
    is_variable: bool = False
    is_initializer: bool = False
    is_handed_on: bool = False
    others: tuple[Kept, ...] = ()
    computed: Location | None = None

    @property
    def lines(self) -> tuple[Location, ...]:
        """The line that computes it, then the one that keeps it."""
        return (self.location,) if self.computed is None else (self.computed, self.location)


@dataclasses.dataclass(frozen=True)
class MadeOf:
    """A tensor that a variable was made of, and that the evaluation used.

    Attributes:
      value: the tensor.
      name: by which the program has it, there and elsewhere in the file.
      line: which makes the variable.
    """

    value: int
    name: str
    line: Location


@dataclasses.dataclass(frozen=True)
class EndedLoop:
    """A loop over a list that ends before it comes to the elements which hold a variable.

    Attributes:
      name: of the list, as it stands in the loop.
      by: the line of the `if` under which it ends; of what ends it, where that is under none, or
        where it is a call of `zip`.
      loop: its first line.
      is_always: whether it ends so whatever happens.
      is_zip: whether it is `zip` that ends it, with the shortest of what it is given.
      shortest: what that is, as it stands there; empty where it is not known.
    """

    name: str
    by: Location
    loop: Location
    is_always: bool
    is_zip: bool = False
    shortest: str = ""


@dataclasses.dataclass(frozen=True)
class NameFilter:
    """A test on names by which all variables of a question came into it, some by accident.

    Attributes:
      line: of the test.
      test: as it stands there, such as `"e_" in v.name`.
      part: what a name has to have in it. In the names of all variables that the evaluation
        touched, and of no other, it begins a word.
      accident: the name of one that it did not touch.
    """

    line: Location
    test: str
    part: str
    accident: str


@dataclasses.dataclass(frozen=True)
class Length:
    """How many elements something has that a loop goes over, or that a line gives to `zip`.

    Attributes:
      file: of the line.
      line: its number.
      name: as it stands there, such as "self.losses".
      count: the number, once the loss was evaluated.
    """

    file: str
    line: int
    name: str
    count: int


@dataclasses.dataclass(frozen=True)
class OuterName:
    """A name of the file that a method reads, while its object has an attribute of that name.

    Attributes:
      name: the name.
      location: the line that reads it first.
    """

    name: str
    location: Location


@dataclasses.dataclass(frozen=True)
class OwnStep:
    """What the program has to train a variable by, without others that the evaluation touched.

    Attributes:
      location: the line that asks for its gradient, copies others into it, or begins a loss.
      loss: the name of that loss; empty of all else.
      is_copy: whether the line copies others that are asked about into it.
    """

    location: Location
    loss: str = ""
    is_copy: bool = False
