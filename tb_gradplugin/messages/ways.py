"""The way from the loss to a variable, as one line."""

from __future__ import annotations

from collections.abc import Sequence

from tb_gradplugin.schema.findings import Step

MOST = 7
"""Steps that are shown, at most; the others are counted."""


def way(path: Sequence[Step]) -> str:
    """`loss <- Mean <- ArgMax x BiasAdd <- kernel`: the gradient ends, or turns sick, at the x.

    Args:
      path: from the loss to a variable; not empty.
    """
    text = "loss"
    after_cut = False
    for step in shortened(path):
        if isinstance(step, int):
            text += f" <- ({step:,} more)"
            continue
        text += f" {'x' if after_cut else '<-'} {said(step)}"
        after_cut = step.is_cut
    return text


def said(step: Step) -> str:
    """What stands for a step: the name of a variable, or the type of an op."""
    return step.op_name if step.op_type == "variable" and step.op_name else step.op_type


def shortened(path: Sequence[Step]) -> list[Step | int]:
    """First, cut with its neighbours, last; a number stands for those left out."""
    if len(path) <= MOST:
        return list(path)
    cut = next((place for place, step in enumerate(path) if step.is_cut), len(path) // 2)
    kept = {0, cut, len(path) - 1}
    for distance in (1, 2):
        for place in (cut + distance, cut - distance):
            if 0 < place < len(path) - 1 and len(kept) < MOST - 2:
                kept.add(place)
    # A single step is shown in the place of its count.
    kept |= {p for p in range(len(path)) if p not in kept and {p - 1, p + 1} <= kept}
    shown: list[Step | int] = []
    for place, step in enumerate(path):
        if place in kept:
            shown.append(step)
        elif shown and isinstance(shown[-1], int):
            shown[-1] += 1
        else:
            shown.append(1)
    return shown
