"""The files of classes, and the text of those that a program has from libraries."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator

from tb_gradplugin.capture.program import reachable
from tb_gradplugin.diagnosis.text import syntax

CALLED = ("call", "forward", "__call__")
"""Methods that run where an object is called, those that a library calls first."""


def files(cls: type) -> set[str]:
    """The files of a class and of those that it is derived from."""
    return {file for one in cls.__mro__ if (file := _file(one)) is not None}


def libraries(cls: type) -> Iterator[type]:
    """The classes that one is derived from, other than those of the user's."""
    return (one for one in cls.__mro__[:-1] if not reachable.is_users_class(one))


def of_libraries(cls: type) -> Iterator[ast.ClassDef]:
    """The text of those, as far as it is known."""
    for one in libraries(cls):
        file = _file(one)
        tree = syntax.tree_of(file) if file is not None else None
        for node in tree.body if tree is not None else ():
            if isinstance(node, ast.ClassDef) and node.name == one.__name__:
                yield node


def _file(cls: type) -> str | None:
    return getattr(sys.modules.get(cls.__module__), "__file__", None)
