"""Elements at the edge of what an op can compute, or beyond; see `op_details` for the names."""

from __future__ import annotations

import math

import numpy as np

from tb_gradplugin.capture.ops.operands import Facts, Operands, count, is_zero

_CLOSE = 1e-6
"""Relative distance below which two singular values count as equal."""

_LARGEST = {"float16": 65504.0, "bfloat16": 3.3895314e38, "float32": 3.4028235e38}
_SMALLEST = {"float16": 2.0**-24, "bfloat16": 2.0**-126, "float32": 2.0**-126}
"""Smallest magnitude that does not become 0; float16 alone keeps its subnormals."""


def _facts_of_root(x: np.ndarray, edge: float) -> Facts:
    at_edge = x == edge if edge else is_zero(x)
    # Of complex numbers none is negative.
    below = x < edge if x.dtype.kind != "c" else np.zeros(0, bool)
    return {
        "elements": x.size,
        "zero_count": count(at_edge),
        "negative_count": count(below & ~at_edge) if below.size else 0,
    }


def division(op: Operands) -> Facts:
    """Zeros in the denominator, and where the numerator is zero as well."""
    numerator, denominator = op[0], op[1]
    zeros = is_zero(denominator)
    found = count(zeros)
    return {
        "denominator_elements": denominator.size,
        "denominator_zero_count": found,
        "both_zero_count": count(zeros & is_zero(numerator)) if found else 0,
    }


def reciprocal(op: Operands) -> Facts:
    """Zeros in what is inverted."""
    return {"denominator_elements": op[0].size, "denominator_zero_count": count(is_zero(op[0]))}


def root(op: Operands, place: int = 0, edge: float = 0.0) -> Facts:
    """Zeros and negative elements of what a root or logarithm is taken of."""
    return _facts_of_root(op[place], edge)


def x_log_y(op: Operands, edge: float = 0.0) -> Facts:
    """The same of the second input, and where both are zero."""
    both = count(is_zero(op[0]) & (op[1] == edge))
    return {**root(op, 1, edge), "both_zero_count": both}


def power(op: Operands) -> Facts:
    """Bases at which a power has an infinite slope or no value."""
    base, exponent = op[0], op[1]
    if base.dtype.kind == "c" or not exponent.size or not base.size:
        return {}
    zero, negative = is_zero(base), base < 0
    steep = zero & (exponent < 1) & (exponent != 0)
    outside = negative & (exponent != np.floor(exponent))
    return {
        "elements": base.size,
        "base_zero_count": count(zero),
        "base_negative_count": count(negative),
        "exponent_min": float(exponent.min()),
        "exponent_max": float(exponent.max()),
        "infinite_slope_count": count(steep),
        "outside_count": count(outside),
    }


def unit_edges(op: Operands) -> Facts:
    """-1 and 1, between which the function is defined."""
    size = np.abs(op[0])
    return {
        "elements": size.size,
        "edge_count": count(size == 1),
        "outside_count": count(size > 1),
    }


def ndtri_edges(op: Operands) -> Facts:
    """0 and 1, between which a probability lies."""
    x = op[0]
    outside = count((x < 0) | (x > 1))
    return {"elements": x.size, "edge_count": count((x == 0) | (x == 1)), "outside_count": outside}


def acosh_edge(op: Operands) -> Facts:
    """1, from which on the function is defined."""
    x = op[0]
    return {"elements": x.size, "edge_count": count(x == 1), "outside_count": count(x < 1)}


def both_zero(op: Operands) -> Facts:
    """Where both inputs are zero, so that there is no angle."""
    both = is_zero(op[0]) & is_zero(op[1])
    return {"elements": both.size, "both_zero_count": count(both)}


def zeros(op: Operands) -> Facts:
    """Zeros of the input, where the function has a kink or no angle."""
    return {"elements": op[0].size, "zero_count": count(is_zero(op[0]))}


def norms(op: Operands) -> Facts:
    """Norms that are zero."""
    norms = op.result()
    return {"norms": norms.size, "zero_norm_count": count(is_zero(norms))}


def poles(op: Operands) -> Facts:
    """Whole numbers up to 0."""
    x = op[0]
    return {"elements": x.size, "pole_count": count((x <= 0) & (x == np.floor(x)))}


def exponential(op: Operands, both_sides: bool = False, vanishes: bool = False) -> Facts:
    """How large the exponents are, and what becomes infinite or zero."""
    x, y = op[0], op.result()
    if x.dtype.kind == "c" or not x.size:
        return {}
    largest = _LARGEST.get(op.dtype(), float(np.finfo(np.float64).max))
    limit = math.log(largest) + (math.log(2) if both_sides else 0.0)
    facts: Facts = {
        "elements": x.size,
        "input_max": float(x.max()),
        "input_min": float(x.min()),
        "limit": limit,
        "overflow_count": count(np.isinf(y) & np.isfinite(x)),
    }
    if vanishes:
        facts["underflow_count"] = count((y == 0) & np.isfinite(x))
    return facts


def cast(op: Operands) -> Facts:
    """Elements that the smaller type cannot hold."""
    largest, smallest = _LARGEST.get(op.to), _SMALLEST.get(op.to)
    is_smaller = op.to in ("float16", "bfloat16") or op.dtype() == "float64"
    if largest is None or smallest is None or not is_smaller or op[0].dtype.kind != "f":
        return {}
    size = np.abs(op[0])
    return {
        "to": op.to,
        "elements": size.size,
        "overflow_count": count((size > largest) & np.isfinite(size)),
        "underflow_count": count((size < smallest) & (size > 0)),
        "largest": largest,
    }


def batch_norm(op: Operands) -> Facts:
    """Channels that are constant over the batch."""
    if not op.attrs.get("is_training", True):
        return {}
    variances = op.result(2)
    return {"channels": variances.size, "constant_channels": count(is_zero(variances))}


def spectrum(op: Operands) -> Facts:
    """Neighbouring values that are as good as equal."""
    values = op.result()
    if not values.ndim or values.dtype.kind == "c" or values.shape[-1] < 2:
        return {}
    gaps = np.abs(np.diff(values, axis=-1))
    close = gaps <= _CLOSE * np.abs(values).max(axis=-1, keepdims=True)
    return {"values": values.size, "equal_count": count(close)}


def alignment(op: Operands) -> Facts:
    """Rows with more labels than time steps."""
    rows, labels, lengths = op[1][:, 0], op[2], op[3]
    impossible = 0
    for row, length in enumerate(lengths):
        own = labels[rows == row]
        # Between two equal labels a blank must stand.
        impossible += own.size + count(own[1:] == own[:-1]) > length
    return {"rows": len(lengths), "impossible_rows": int(impossible)}
