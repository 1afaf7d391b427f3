"""What a tensor is computed from, and where that is read."""

from __future__ import annotations

import ast
import dataclasses
from collections.abc import Iterable
from typing import NamedTuple

from tb_gradplugin.diagnosis.text import syntax, written_names

_LISTING = frozenset(
    {"dict", "enumerate", "iter", "items", "list", "next", "reversed", "set", "sorted", "tuple"}
    | {"values", "zip"}
)
"""Functions and methods that hand over what they are given, or what is listed, as it is."""


class Read(NamedTuple):
    """A line on which something is read.

    Attributes:
      steps: how many names stand between it and the expression that was asked about.
      line: its number; 0 for the line of that expression itself.
      name: what is given a value there, as in `assignments.Assigned`.
    """

    steps: int = 0
    line: int = 0
    name: tuple[str, str] = ("", "")

    def through(self, name: tuple[str, str], line: int) -> Read:
        """What is read in an expression that a name read here is given."""
        return Read(self.steps + 1, line, name)


@dataclasses.dataclass
class Sources:
    """What an expression is computed from, as far as can be seen.

    Attributes:
      variables: their identities, and where each is read.
      names: what variables, and layers, that are out of reach by now were called when made; with a
        "*" for what is computed of it.
      is_whole: whether all that stands in it could be followed to numbers.
    """

    variables: dict[int, set[Read]] = dataclasses.field(default_factory=dict)
    names: dict[str, set[Read]] = dataclasses.field(default_factory=dict)
    is_whole: bool = True

    def add(self, variables: Iterable[int], read: Read) -> None:
        """Adds variables that are read on one line."""
        for each in variables:
            self.variables.setdefault(each, set()).add(read)

    def include(self, more: Sources, read: Read) -> None:
        """Adds what something that is read, or called, on one line is computed from."""
        self.add(more.variables, read)
        for name in more.names:
            self.names.setdefault(name, set()).add(read)
        self.is_whole &= more.is_whole

    def leave_out(self, variables: Iterable[int]) -> None:
        """Takes variables out again."""
        for each in variables:
            self.variables.pop(each, None)

    def add_name(self, made: ast.Call, is_of_numbers: bool) -> None:
        """Adds what the program calls the variable or layer that a call may make.

        Args:
          made: the call.
          is_of_numbers: whether it is seen to make numbers alone.
        """
        self.is_whole &= is_of_numbers
        for name in written_names.of_call(made):
            if name and written_names.tells(name):
                self.names.setdefault(name, set()).add(Read())

    def hold(self, variable: int, name: str) -> bool:
        """Whether a variable is among them."""
        return bool(self.reads(variable, name))

    def reads(self, variable: int, name: str) -> set[Read]:
        """Where a variable is read; nothing where it is not among them."""
        return self.variables.get(variable, set()).union(
            *(reads for each, reads in self.names.items() if written_names.fits(name, each))
        )


def hands_on(expression: ast.expr) -> bool:
    """Whether it computes nothing, such as a name, an entry of a list, or what a loop goes over."""
    for node in ast.walk(expression):
        if isinstance(node, (ast.BinOp, ast.UnaryOp, ast.Compare)):
            return False
        if isinstance(node, ast.Call) and syntax.last_name(node.func) not in _LISTING:
            return False
    return True
