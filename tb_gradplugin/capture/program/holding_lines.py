"""Of the lines that give a name its value, those whose value it may still have."""

from __future__ import annotations

import ast
import sys
from collections.abc import Sequence
from types import FrameType
from typing import Any

from tensorflow.python.framework import ops

from tb_gradplugin.capture.program import literal_forms
from tb_gradplugin.capture.program.known_values import KnownValues
from tb_gradplugin.capture.sources import source_trees
from tb_gradplugin.diagnosis.text import reaching
from tb_gradplugin.diagnosis.text.conditions import UNKNOWN

Given = tuple[int, ast.expr]
"""A line, and the expression that it gives the name."""


def found(
    given: Sequence[Given], function: Any, scope: ast.AST, holder: Any, value: Any
) -> list[Given]:
    """Those that were the last to run, as far as that is known.

    Args:
      given: all that a function, or file, gives to the name.
      function: one of the user's, in the same file.
      scope: that function or file.
      holder: the object whose method it is; None where it is none.
      value: what the name means now.

    Returns:
      One where it is known which; several where that depends on what is not known.
    """
    known = KnownValues(function, scope, holder)
    now = line_now(function.__code__.co_filename, source_trees.name_of(scope))
    last = reaching.last(scope, given, known.holds, now)
    if not isinstance(value, ops.EagerTensor):
        return last
    names = function.__globals__
    return [
        one
        for one in last
        if literal_forms.fits(one[1], value, names, known) and not _is_other(known(one[1]), value)
    ]


def that_may_have_run(
    given: Sequence[Given], function: Any, scope: ast.AST, holder: Any = None
) -> Sequence[Given]:
    """Without those in a branch of which it is known that it was not taken.

    Args:
      given: what a function, or file, gives to a name, or puts into what has that name.
      function: one of the user's, in the same file.
      scope: that function or file.
      holder: the object whose method it is; None where it is none.
    """
    if len(given) < 2:
        return given
    holds = KnownValues(function, scope, holder).holds
    return reaching.that_may_have_run(scope, given, holds) or given


def last_straight(given: Sequence[Given], function: Any, scope: ast.AST) -> Given | None:
    """The last of several that stand in no condition or loop; None where that depends on one."""
    now = line_now(function.__code__.co_filename, source_trees.name_of(scope))
    given = [one for one in given if now is None or one[0] <= now]
    straight = {node.lineno for node in getattr(scope, "body", ())}
    if len(given) > 1 and not all(line in straight for line, _ in given):
        return None
    return given[-1] if given else None


def _is_other(known: Any, value: Any) -> bool:
    return known is not UNKNOWN and known is not value


def line_now(file: str, name: str) -> int | None:
    """The line that the program has come to in a file or function of it that is still running."""
    frame: FrameType | None = sys._getframe(1)
    while frame is not None:
        if frame.f_code.co_filename == file and frame.f_code.co_name == name:
            return frame.f_lineno
        frame = frame.f_back
    return None
