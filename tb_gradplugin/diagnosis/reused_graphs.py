"""What a function that was traced before the loss leaves out, told by two evaluations."""

from __future__ import annotations

import dataclasses

from tb_gradplugin.diagnosis.program import Program, Reused


def with_left_out(traced: Program, opened: Program) -> Program:
    """Says of each such function which variables its text reads, and its graph does not.

    Args:
      traced: the loss as a graph, in which these functions are as they were traced.
      opened: the same loss op by op, in which they are run as they are written.
    """
    if not traced.reused:
        return traced
    every = [
        dataclasses.replace(one, left_out=_left_out(one, traced, opened)) for one in traced.reused
    ]
    return dataclasses.replace(traced, reused=every)


def _left_out(one: Reused, traced: Program, opened: Program) -> tuple[int, ...]:
    read = {
        value
        for node in opened.nodes
        if any(x.file == one.definition.file and x.line in one.lines for x in node.locations)
        for value in node.inputs
    }
    pairs = zip(traced.asked, opened.asked, strict=True)
    return tuple(
        place
        for place, (in_graph, as_written) in enumerate(pairs)
        if in_graph.value is None and as_written.value in read
    )
