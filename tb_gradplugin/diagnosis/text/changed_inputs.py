"""Steps that take an input as it was, behind one that changes it and whose result is handed back.

As in `warped = warp(x, flow)`, then `h = conv(x)` and `return head(h), warped`, where the caller
drops what was warped.
"""

from __future__ import annotations

import ast
from collections.abc import Sequence
from typing import NamedTuple

from tb_gradplugin.diagnosis.program import Node
from tb_gradplugin.diagnosis.text import (
    alike_names,
    gone_by,
    handed_on,
    later_uses,
    overwritten,
    slots,
    syntax,
    unread,
)
from tb_gradplugin.schema.findings import Location

_CHANGED = frozenset(
    {
        *("aligned", "attended", "augmented", "calibrated", "corrected", "cropped", "denoised"),
        *("dropped", "filtered", "gated", "masked", "normalised", "normalized", "normed"),
        *("rectified", "refined", "rescaled", "reweighted", "rotated", "scaled", "smoothed"),
        *("standardised", "standardized", "trans", "transformed", "warped", "weighted"),
        "whitened",
    }
)
"""Words in the name of a result by which it is its input, made other than it was."""


class Changed(NamedTuple):
    """What was found.

    Attributes:
      name: of the dropped result.
      input_name: of what it is a changed form of.
      made: the line that makes it.
      line: the one behind it that takes the input as it was.
    """

    name: str
    input_name: str
    made: Location
    line: Location


def found(last: Node, taken: Sequence[Node]) -> Changed | None:
    """The line that takes what a dropped result is a changed form of, in one of its functions.

    Args:
      last: an op whose result no op uses.
      taken: those that the loss depends on.

    Returns:
      None unless that line ran after the op, in the same call, on the way to the loss.
    """
    for _, made, function in handed_on.outwards(last.locations):
        own, behind = next(overwritten.statements_at(function, made.line), (None, []))
        if own is None or not isinstance(own, ast.Assign) or unread.reads_all(function):
            continue
        name = slots.only_given(own)
        if not name.isidentifier() or _CHANGED.isdisjoint(alike_names.tokens(name)):
            continue
        given = own.value.args if isinstance(own.value, ast.Call) else []
        source = given[0].id if given and isinstance(given[0], ast.Name) else ""
        # What its own function computes with, too, is no mere report to the caller.
        if not source or not handed_on.to_caller(made):
            continue
        later = _only_reader(source, behind)
        if later is not None and later.lineno in gone_by.lines_after(last, made, taken):
            line = syntax.location(made.file, later.lineno, made.function)
            return Changed(name, source, made, line)
    return None


def _only_reader(name: str, behind: Sequence[ast.stmt]) -> ast.Assign | None:
    """The only one of some statements that reads a name, where it computes something else."""
    if any(name in later_uses.stored(one) for one in behind):
        return None
    reading = [one for one in behind if name in syntax.loaded(one)]
    only = reading[0] if len(reading) == 1 else None
    # What returns the input, or asks for it, is no step of the computation.
    return only if isinstance(only, ast.Assign) and slots.only_given(only) else None
