"""Elements at which an op hands no gradient on, or to another input; see `op_details`."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np

from tb_gradplugin.capture.ops.operands import Facts, Operands, count, share

Slope = Callable[[np.ndarray, np.ndarray], np.ndarray]
"""Of the input and the output of an op, element by element."""

_MASKED = -1e8
"""Logits that a mask has made this small or smaller take no part."""

_FLAT_SLOPE = 1e-3
"""Slope below which an activation counts as saturated."""


def rectifier(op: Operands, ceiling: float = math.inf) -> Facts:
    """Elements, and units, that are not positive."""
    x = op[0]
    off = x <= 0
    found = count(off)
    facts: Facts = {
        "elements": x.size,
        "nonpositive_count": found,
        "nonpositive_share": share(found, x.size),
        **_units(off, "units_off"),
    }
    if ceiling < math.inf:
        facts["above_count"] = count(x >= ceiling)
    return facts


def negative_side(op: Operands, slope_of: Slope) -> Facts:
    """Of a rectifier that levels off instead of being zero."""
    return {**rectifier(op), **saturation(op, slope_of)}


def _units(mask: np.ndarray, name: str) -> Facts:
    if not mask.ndim or not mask.size:
        return {}
    flat = mask.reshape(-1, mask.shape[-1])
    return {"units": flat.shape[1], name: count(np.asarray(flat.all(axis=0)))}


def saturation(op: Operands, slope_of: Slope) -> Facts:
    """Elements, and units, at which the slope is next to nothing."""
    x, y = op[0], op.result()
    if x.dtype.kind == "c":
        return {}
    slope = slope_of(x, y)
    saturated = slope < _FLAT_SLOPE
    found = count(saturated)
    return {
        "elements": x.size,
        "saturated_count": found,
        "saturated_share": share(found, x.size),
        "flat_count": count(slope == 0),
        **_units(saturated, "units_saturated"),
    }


def softmax(op: Operands) -> Facts:
    """Rows in which one element has all, and rows that are masked."""
    logits = op[0]
    if not logits.ndim or not logits.size:
        return {}
    rows = logits.reshape(-1, logits.shape[-1])
    largest = rows.max(axis=1, keepdims=True)
    # What is left of an element beside the largest; 0 for all but one means a slope of 0.
    taking_part = _count_rows(np.exp(rows - largest) > np.finfo(rows.dtype).eps / 2)
    return {
        "row_elements": rows.shape[1],
        "rows": rows.shape[0],
        "one_hot_rows": count(taking_part == 1) if rows.shape[1] > 1 else 0,
        "masked_rows": count(largest <= _MASKED),
        "minus_infinity_rows": count(largest == -math.inf),
        "nonfinite_rows": count(np.isnan(largest) | (largest == math.inf)),
    }


def _count_rows(mask: np.ndarray) -> np.ndarray:
    return np.count_nonzero(mask, axis=1)


def clip(op: Operands) -> Facts:
    """Elements outside of the range."""
    x, low, high = op[0], op[1], op[2]
    below, above = count(x < low), count(x > high)
    return {
        "elements": x.size,
        "below_count": below,
        "above_count": above,
        "outside_share": share(below + above, x.size),
    }


def choice(op: Operands, takes_first: Callable[[np.ndarray, np.ndarray], np.ndarray]) -> Facts:
    """Elements that come from the first input, and those from the second."""
    first = np.asarray(takes_first(op[0], op[1]))
    found = count(first)
    return {
        "elements": first.size,
        "first_count": found,
        "second_count": first.size - found,
        "first_share": share(found, first.size),
        "tie_count": count(op[0] == op[1]),
    }


def select(op: Operands) -> Facts:
    """Which branch was chosen, and what is not finite in either."""
    chosen = op[0]
    found = count(chosen)
    return {
        "elements": chosen.size,
        "true_count": found,
        "true_share": share(found, chosen.size),
        "then_nonfinite_count": _nonfinite(op[1]),
        "else_nonfinite_count": _nonfinite(op[2]),
    }


def _nonfinite(x: np.ndarray) -> int:
    return x.size - count(np.isfinite(x)) if x.dtype.kind in "fc" else 0


def where(op: Operands) -> Facts:
    """Elements that were selected."""
    return {"elements": op[0].size, "true_count": count(op[0] != 0)}


def rows_read(op: Operands) -> Facts:
    """Different rows that were read."""
    if op.dtype(0) == "resource":
        return {"rows_read": len(np.unique(op[1]))}
    axis = int(op[2]) if "Taxis" in op.attrs else 0
    rows = op[0].shape[axis] if op[0].ndim else 0
    return {"rows": rows, "rows_read": len(np.unique(op[1]))}
