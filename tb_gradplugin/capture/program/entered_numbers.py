"""Numbers that a program had by a name, and that came into the evaluation as constants."""

from __future__ import annotations

import ast
from collections.abc import Sequence

from tb_gradplugin.capture.program import reachable
from tb_gradplugin.capture.sources import frames, source_trees
from tb_gradplugin.diagnosis.text import number_ways
from tb_gradplugin.schema.findings import Location


def value_of(
    named: reachable.Named,
    reach: reachable.Reach,
    entered: Sequence[tuple[tuple[Location, ...], int]],
) -> int | None:
    """A number that came in on a line that uses a name, or what was made of it."""
    for other in reach.named:
        if (other.owner, other.name, other.value is named.value) != (named.owner, named.name, True):
            continue
        tree = source_trees.of_function(other.function.__code__)
        for node in ast.walk(tree) if tree is not None else ():
            if isinstance(node, ast.expr) and source_trees.is_use(node, named.owner, named.name):
                used = frames.of_function(other.function, node.lineno)
                for where, value in entered:
                    if number_ways.leads(used, where):
                        return value
    return None
