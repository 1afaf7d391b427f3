"""What a tensor is computed from, and where that is read."""

from __future__ import annotations

import ast
import dataclasses
import fnmatch
import glob
import re
from collections.abc import Iterable
from typing import NamedTuple

from tb_gradplugin.diagnosis.text import syntax

_LETTERS = 2
"""Characters, at least, that are written in a name of which the rest is computed."""

_PLACEHOLDER = re.compile(r"%[-+ #0-9.]*[a-zA-Z]")
"""Where `%` puts something into a text."""

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
        for keyword in made.keywords:
            name = _pattern(keyword.value) if keyword.arg == "name" else ""
            # A few letters say nothing of a name that is computed.
            if name and ("*" not in name or len(name.replace("*", "")) >= _LETTERS):
                self.names.setdefault(name, set()).add(Read())

    def hold(self, variable: int, name: str) -> bool:
        """Whether a variable is among them."""
        return bool(self.reads(variable, name))

    def reads(self, variable: int, name: str) -> set[Read]:
        """Where a variable is read; nothing where it is not among them."""
        parts = name.split("/")
        return self.variables.get(variable, set()).union(
            *(
                reads
                for each, reads in self.names.items()
                if any(fnmatch.fnmatchcase(part, each) for part in parts)
            )
        )


def hands_on(expression: ast.expr) -> bool:
    """Whether it computes nothing, such as a name, an entry of a list, or what a loop goes over."""
    for node in ast.walk(expression):
        if isinstance(node, (ast.BinOp, ast.UnaryOp, ast.Compare)):
            return False
        if isinstance(node, ast.Call) and syntax.last_name(node.func) not in _LISTING:
            return False
    return True


def _pattern(given: ast.expr) -> str:
    """A text, as a pattern with a "*" for each part that is not written in the program."""
    if isinstance(given, ast.Constant):
        return glob.escape(str(given.value))
    if isinstance(given, ast.JoinedStr):
        return "".join(map(_pattern, given.values))
    if isinstance(given, ast.BinOp) and isinstance(given.op, ast.Add):
        return _pattern(given.left) + _pattern(given.right)
    if isinstance(given, ast.BinOp) and isinstance(given.op, ast.Mod):
        return _PLACEHOLDER.sub("*", _pattern(given.left))
    return "*"
