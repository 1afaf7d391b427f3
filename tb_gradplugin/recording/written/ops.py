"""What goes into a `GraphFunction`: ops by TensorFlow's names for them.

Each does what the function of that name in `tf` does. Reductions take one axis, binary ops need
one dtype on both sides, where a Python number or a NumPy array takes that of the other side.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

import tensorflow as tf

from tb_gradplugin.recording.written.values import (
    Number,
    Shape,
    Value,
    binary,
    broadcast,
    like,
    node,
    unary,
)
from tb_gradplugin.recording.written.values import (
    constant as constant,
)
from tb_gradplugin.recording.written.writer import FunctionWriter, current, writing


def cond(
    condition: Value,
    true_fn: Callable[[], Sequence[Value]],
    false_fn: Callable[[], Sequence[Value]],
) -> list[Value]:
    """What one of two functions without arguments returns, both of the same shapes."""
    here = current()
    branches = []
    for function in (true_fn, false_fn):
        branch = FunctionWriter(here)
        with writing(branch):
            results = list(function())
            branches.append((branch, [each.here() for each in results]))
    written = here.add_if(condition.here(), *branches)
    return [Value(here, new, old.shape) for new, old in zip(written, results, strict=True)]


def cast(values: Value, dtype: tf.DType) -> Value:
    attributes = {"SrcT": values.dtype, "DstT": dtype}
    return node("Cast", [values], attributes, "y", dtype, values.shape)


def bitcast(values: Value, dtype: tf.DType) -> Value:
    attributes = {"T": values.dtype, "type": dtype}
    return node("Bitcast", [values], attributes, "output", dtype, values.shape)


def abs(values: Value) -> Value:  # noqa: A001 (as in tf)
    return unary("Abs", values)


def sign(values: Value) -> Value:
    return unary("Sign", values)


def square(values: Value) -> Value:
    return unary("Square", values)


def sqrt(values: Value) -> Value:
    return unary("Sqrt", values)


def ceil(values: Value) -> Value:
    return unary("Ceil", values)


def is_nan(values: Value) -> Value:
    return unary("IsNan", values, tf.bool)


def is_inf(values: Value) -> Value:
    return unary("IsInf", values, tf.bool)


def is_finite(values: Value) -> Value:
    return unary("IsFinite", values, tf.bool)


def equal(values: Value, other: Number) -> Value:
    return binary("Equal", values, other, tf.bool)


def not_equal(values: Value, other: Number) -> Value:
    return binary("NotEqual", values, other, tf.bool)


def maximum(values: Value, other: Number) -> Value:
    return binary("Maximum", values, other)


def minimum(values: Value, other: Number) -> Value:
    return binary("Minimum", values, other)


def squared_difference(values: Value, other: Number) -> Value:
    return binary("SquaredDifference", values, other)


def floordiv(values: Value, other: Number) -> Value:
    return binary("FloorDiv", values, other)


def multiply_no_nan(values: Value, other: Number) -> Value:
    return binary("MulNoNan", values, other)


def bitwise_and(values: Value, other: Number) -> Value:
    return binary("BitwiseAnd", values, other)


def left_shift(values: Value, other: Number) -> Value:
    return binary("LeftShift", values, other)


def right_shift(values: Value, other: Number) -> Value:
    return binary("RightShift", values, other)


def zeros_like(values: Value) -> Value:
    return unary("ZerosLike", values)


def where(condition: Value, values: Number, others: Number) -> Value:
    """As `tf.where`; at least one of both must be a `Value`."""
    known = values if isinstance(values, Value) else others
    assert isinstance(known, Value)
    inputs = [condition, like(known, values), like(known, others)]
    shape = broadcast(condition.shape, broadcast(inputs[1].shape, inputs[2].shape))
    return node("SelectV2", inputs, {"T": known.dtype}, "output", known.dtype, shape)


def reduce_sum(values: Value, axis: int, keepdims: bool = False) -> Value:
    return _reduced("Sum", values, axis, keepdims)


def reduce_max(values: Value, axis: int, keepdims: bool = False) -> Value:
    return _reduced("Max", values, axis, keepdims)


def reduce_min(values: Value, axis: int, keepdims: bool = False) -> Value:
    return _reduced("Min", values, axis, keepdims)


def reduce_all(values: Value) -> Value:
    """Of a vector."""
    return _of_conditions("All", values)


def reduce_any(values: Value) -> Value:
    """Of a vector."""
    return _of_conditions("Any", values)


def unsorted_segment_sum(values: Value, owners: Value, count: int) -> Value:
    return _segments("UnsortedSegmentSum", values, owners, count)


def unsorted_segment_max(values: Value, owners: Value, count: int) -> Value:
    return _segments("UnsortedSegmentMax", values, owners, count)


def l2_loss(values: Value) -> Value:
    return node("L2Loss", [values], {"T": values.dtype}, "output", values.dtype, [])


def matmul(values: Value, other: Value) -> Value:
    attributes = {"T": values.dtype, "transpose_a": False, "transpose_b": False}
    shape = [values.shape[0], other.shape[1]]
    return node("MatMul", [values, other], attributes, "product", values.dtype, shape)


def bincount(values: Value, size: int) -> Value:
    """How often each number below `size` is among int32 [elements]; int64 [size]."""
    attributes = {"Tidx": tf.int32, "T": tf.int64, "binary_output": False}
    inputs = [values, _integers(size), constant([], tf.int64)]
    return node("DenseBincount", inputs, attributes, "output", tf.int64, [size])


def reshape(values: Value, shape: list[int]) -> Value:
    known: Shape = list(shape)
    if -1 in shape:
        rest = math.prod(length for length in shape if length != -1)
        whole = values.elements
        known = [
            length if length != -1 else (None if whole is None else whole // max(rest, 1))
            for length in shape
        ]
    attributes = {"T": values.dtype, "Tshape": tf.int32}
    inputs = [values, _integers(shape)]
    return node("Reshape", inputs, attributes, "output", values.dtype, known)


def expand_dims(values: Value, axis: int) -> Value:
    shape = [*values.shape[:axis], 1, *values.shape[axis:]]
    attributes = {"T": values.dtype, "Tdim": tf.int32}
    inputs = [values, _integers(axis)]
    return node("ExpandDims", inputs, attributes, "output", values.dtype, shape)


def transpose(values: Value) -> Value:
    """Of a matrix."""
    attributes = {"T": values.dtype, "Tperm": tf.int32}
    inputs = [values, _integers([1, 0])]
    return node("Transpose", inputs, attributes, "y", values.dtype, values.shape[::-1])


def columns(values: Value, first: int, end: int) -> Value:
    """Those of a matrix from `first` on and before `end`."""
    attributes = {"T": values.dtype, "Index": tf.int32}
    inputs = [values, _integers([0, first]), _integers([-1, end - first])]
    return node("Slice", inputs, attributes, "output", values.dtype, [values.shape[0], end - first])


def pad_columns(values: Value, count: int) -> Value:
    """A matrix with so many columns of zeros more."""
    attributes = {"T": values.dtype, "Tpaddings": tf.int32}
    inputs = [values, _integers([[0, 0], [0, count]])]
    rows, width = values.shape
    shape = [rows, None if width is None else width + count]
    return node("Pad", inputs, attributes, "output", values.dtype, shape)


def gather(values: Value, places: Value) -> Value:
    attributes = {"Tparams": values.dtype, "Tindices": places.dtype, "Taxis": tf.int32}
    inputs = [values, places, _integers(0)]
    shape = [*places.shape, *values.shape[1:]]
    return node("GatherV2", inputs, attributes, "output", values.dtype, shape)


def concat(values: Sequence[Value], axis: int) -> Value:
    if len(values) == 1:
        return values[0]
    lengths = [each.shape[axis] for each in values]
    known = [length for length in lengths if length is not None]
    shape = list(values[0].shape)
    shape[axis] = sum(known) if len(known) == len(lengths) else None
    attributes = {"N": len(values), "T": values[0].dtype, "Tidx": tf.int32}
    inputs = [*values, _integers(axis)]
    return node("ConcatV2", inputs, attributes, "output", values[0].dtype, shape)


def stack(values: Sequence[Value], axis: int = 0) -> Value:
    attributes = {"N": len(values), "T": values[0].dtype, "axis": axis}
    shape = [*values[0].shape[:axis], len(values), *values[0].shape[axis:]]
    return node("Pack", values, attributes, "output", values[0].dtype, shape)


def unstack(values: Value) -> list[Value]:
    """The rows of a matrix of known height."""
    count, *shape = values.shape
    assert count is not None
    attributes = {"num": count, "T": values.dtype, "axis": 0}
    here = current()
    written = here.add_node("Unpack", [values.here()], attributes, "output", [values.dtype] * count)
    return [Value(here, each, shape) for each in written]


def size(values: Value) -> Value:
    attributes = {"T": values.dtype, "out_type": tf.int32}
    return node("Size", [values], attributes, "output", tf.int32, [])


def _reduced(op: str, values: Value, axis: int, keepdims: bool) -> Value:
    shape = [*values.shape[:axis], *([1] if keepdims else []), *values.shape[axis + 1 :]]
    attributes = {"T": values.dtype, "Tidx": tf.int32, "keep_dims": keepdims}
    return node(op, [values, _integers(axis)], attributes, "output", values.dtype, shape)


def _of_conditions(op: str, values: Value) -> Value:
    attributes = {"Tidx": tf.int32, "keep_dims": False}
    return node(op, [values, _integers(0)], attributes, "output", tf.bool, [])


def _segments(op: str, values: Value, owners: Value, count: int) -> Value:
    attributes = {"T": values.dtype, "Tindices": owners.dtype, "Tnumsegments": tf.int32}
    inputs = [values, owners, _integers(count)]
    return node(op, inputs, attributes, "output", values.dtype, [count, *values.shape[1:]])


def _integers(numbers: int | list[int] | list[list[int]]) -> Value:
    return constant(numbers, tf.int32)
