"""Lines that compute with a variable what another line keeps."""

from __future__ import annotations

import ast
from typing import Any, NamedTuple

from tb_gradplugin.capture.program import reachable, tensor_sources
from tb_gradplugin.capture.sources import frames, source_trees
from tb_gradplugin.diagnosis.text import syntax
from tb_gradplugin.schema.findings import Location


class Computed(NamedTuple):
    """A value that the evaluation used, and a line that it was computed, or kept, on.

    Attributes:
      value: its index, or the number that it was made from.
      function: a `FunctionType` in the file of the line.
      line: its number.
      called: what the line stands in.
      sources: what it is computed from there.
      is_hidden: see `Kept`.
      reader: a `FunctionType` in the file of the lines that `sources` tells of.
      reader_line: where the expression stands that `sources` was asked about.
      of_argument: a line in the file of `function` that computes with what `sources` is of, where
        that is the argument of a call; 0 for `line` itself.
      is_handed_on: see `Kept`.
    """

    value: int | reachable.Named
    function: Any
    line: int
    called: str
    sources: tensor_sources.Sources
    is_hidden: bool
    reader: Any
    reader_line: int
    of_argument: int = 0
    is_handed_on: bool = False


def kept_at(computed: Computed) -> tuple[Location, ...]:
    """The line that keeps a value; empty where that is not of the user's."""
    return frames.of_function(computed.function, computed.line, computed.called)


def found(computed: Computed, variable: int, name: str) -> Location | None:
    """The line that computes with a variable what was kept; None where none but that does.

    A line that calls a function, or a layer, in which the variable is read, computes with it; one
    that only makes an object of others does not.
    """
    reads = computed.sources.reads(variable, name)
    steps = min((read.steps for read in reads), default=0)
    nearest: dict[tuple[str, str], set[int]] = {}
    for read in reads:
        if read.steps == steps:
            nearest.setdefault(read.name, set()).add(read.line)
    tree = syntax.tree_of(computed.reader.__code__.co_filename)
    line = 0
    if steps and tree is not None:
        told = (_run(lines, computed.reader_line, tree) for lines in nearest.values())
        computing = (one for one in told if one and not _only_makes_object(one, computed, tree))
        line = min(computing, default=0)
    function = computed.reader
    if not line:
        line, function = computed.of_argument, computed.function
    where = _location(function, line)
    kept = kept_at(computed)
    if where is None or (kept and (kept[0].file, kept[0].line) == (where.file, where.line)):
        return None
    return where


def _only_makes_object(line: int, computed: Computed, tree: ast.Module) -> bool:
    """Whether a line calls a class of the program's, and nothing else, for an object of it."""
    for node in ast.walk(tree):
        made = node.value if isinstance(node, ast.Assign) and node.lineno == line else None
        if isinstance(made, ast.Call):
            cls = computed.reader.__globals__.get(syntax.dotted(made.func))
            others = [one for one in ast.walk(made) if isinstance(one, syntax.COMPUTING)]
            is_class = isinstance(cls, type) and reachable.is_users_class(cls)
            return is_class and others == [made]
    return False


def _run(lines: set[int], before: int, tree: ast.Module) -> int:
    """The last of several lines that give a name a value for a line; 0 where it cannot be told.

    It can where no condition is between the two.
    """
    if len(lines) <= 1:
        return max(lines, default=0)
    last = max((line for line in lines if line <= before), default=0)
    for node in ast.walk(tree):
        for _, block in ast.iter_fields(node):
            statements = block if isinstance(block, list) else []
            statements = [one for one in statements if isinstance(one, ast.stmt)]
            is_around = any(syntax.spans(one, before) for one in statements)
            if is_around and any(one.lineno == last for one in statements):
                return last
    return 0


def _location(function: Any, line: int) -> Location | None:
    """A line of the file of a function of the user's."""
    tree = syntax.tree_of(function.__code__.co_filename)
    if tree is None or not line:
        return None
    around = syntax.functions_around(tree, line)
    called = source_trees.name_of(around[0] if around else tree)
    return next(iter(frames.of_function(function, line, called)), None)
