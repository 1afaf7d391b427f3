"""What a program says that something it makes is called, where a part of that is computed."""

from __future__ import annotations

import ast
import fnmatch
import glob
import re

_LETTERS = 2
"""Characters, at least, that are written in a name of which the rest is computed."""

_PLACEHOLDER = re.compile(r"%[-+ #0-9.]*[a-zA-Z]")
"""Where `%` puts something into a text."""


def pattern(given: ast.expr) -> str:
    """A text, as a pattern with a "*" for each part that is not written in the program."""
    if isinstance(given, ast.Constant):
        return glob.escape(str(given.value))
    if isinstance(given, ast.JoinedStr):
        return "".join(map(pattern, given.values))
    if isinstance(given, ast.BinOp) and isinstance(given.op, ast.Add):
        return pattern(given.left) + pattern(given.right)
    if isinstance(given, ast.BinOp) and isinstance(given.op, ast.Mod):
        return _PLACEHOLDER.sub("*", pattern(given.left))
    return "*"


def of_call(made: ast.Call) -> list[str]:
    """The name that a call gives what it makes, as such a pattern; nothing where it gives none."""
    return [pattern(one.value) for one in made.keywords if one.arg == "name"]


def tells(written: str) -> bool:
    """Whether a pattern has enough that is written: a few letters say nothing of a name."""
    return "*" not in written or len(written.replace("*", "")) >= _LETTERS


def fits(name: str, written: str) -> bool:
    """Whether what a name is made of, such as "layer/kernel", has a part of that pattern."""
    return any(fnmatch.fnmatchcase(part, written) for part in name.split("/"))
