"""Steps of a series of which each takes what the one before it made, but for one.

As in `x2 = block(x1, "b2")`, `x3 = block(x1, "b3")`, `x4 = block(x3, "b4")`, where nothing reads
`x2`.
"""

from __future__ import annotations

import ast
import copy
import itertools
import re
from collections.abc import Sequence

from tb_gradplugin.diagnosis.text import overwritten, slots, syntax

_COUNTED = re.compile(r"\d+[a-z]?(?![A-Za-z])|\d+|(?<=_)[a-z](?![A-Za-z0-9_])")
"""What tells the names of a series apart, as in "inception_3a" and "conv_b"."""

_FEWEST_LINKS = 2
"""Other steps that take what the one before them made; with fewer, both may be heads."""


def step_behind(
    function: syntax.Function, steps: Sequence[ast.Assign], made: ast.Assign, tree: ast.Module
) -> ast.Assign | None:
    """The step that should take the result of another one, and takes an older result.

    Args:
      function: without loops, and without names that are read unseen.
      steps: its assignments to one target each, in their order.
      made: the one whose result no op uses.
      tree: of the file.

    Returns:
      None unless the next step of the series goes on from what `made` was computed from, something
      reads its own result, and nothing reads that of `made` by its name.
    """
    slot, shape = slots.only_given(made), _shape(made)
    series = [one for one in steps if _shape(one) == shape]
    place = series.index(made)
    names = {slots.only_given(one) for one in series}
    if not slot or len(names) < len(series) or len(series) < _FEWEST_LINKS + 2:
        return None
    later = series[place + 1] if place + 1 < len(series) else None
    _, behind = next(overwritten.statements_at(function, made.lineno), (None, []))
    if later is None or not any(one is later for one in behind):
        return None
    if slots.is_read(function, slot) or not slots.is_read(function, slots.only_given(later)):
        return None
    if not slot.isidentifier() and slots.is_named_elsewhere(slot, function, tree):
        return None
    taken, sources = _origins(steps)
    for first, second in itertools.pairwise(series):
        if (slots.only_given(first) in sources[id(second)]) is (first is made):
            return None
    is_older = bool(taken[id(later)]) and taken[id(later)] <= sources[id(made)]
    return later if is_older else None


def _origins(steps: Sequence[ast.Assign]) -> tuple[dict[int, set[str]], dict[int, set[str]]]:
    """Results of others that each step takes, and all that it was computed from, by its id."""
    taken: dict[int, set[str]] = {}
    sources: dict[int, set[str]] = {}
    before: dict[str, set[str]] = {}
    for step in steps:
        own = slots.reads(step.value, before) & before.keys()
        taken[id(step)] = own
        sources[id(step)] = own.union(*(before[slot] for slot in own))
        before[slots.only_given(step)] = sources[id(step)]
    return taken, sources


def _shape(step: ast.Assign) -> str:
    """What a step does, whatever it takes, but for what tells the names of a series apart."""
    value = _WithoutReads().visit(copy.deepcopy(step.value))
    return _COUNTED.sub("", f"{slots.only_given(step)} {ast.dump(value)}")


class _WithoutReads(ast.NodeTransformer):
    """Puts one name in the place of all that an expression reads, but for what it calls."""

    def visit(self, node: ast.AST) -> ast.AST:
        if slots.text(node):
            return ast.Name("_", ast.Load())
        if isinstance(node, ast.Call):
            node.args = [self.visit(one) for one in node.args]  # type: ignore[misc]
            node.keywords = [self.visit(one) for one in node.keywords]  # type: ignore[misc]
            return node
        return super().generic_visit(node)
