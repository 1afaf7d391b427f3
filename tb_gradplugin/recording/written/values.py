"""A tensor of a function that is being written, and the nodes that make one of others."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any, TypeAlias

import numpy as np
import tensorflow as tf

from tb_gradplugin.recording.written.writer import FunctionWriter, Written, current

Shape: TypeAlias = Sequence[int | None]
Number: TypeAlias = "Value | np.ndarray | float"


class Value:
    """A tensor of the function that is being written.

    Attributes:
      dtype: of its elements.
      shape: its lengths, None where one is not known.
    """

    __array_ufunc__ = None  # NumPy leaves operators to this class.

    def __init__(self, writer: FunctionWriter, written: Written, shape: Shape) -> None:
        """Stands for what the writer has written."""
        self.dtype = written.dtype
        self.shape = list(shape)
        self._writer = writer
        self._written = written

    def here(self) -> Written:
        """The tensor for the nodes that are written now, which may be those of a branch."""
        return current().take(self._written, self._writer)

    @property
    def elements(self) -> int | None:
        """How many elements it has, where that is known."""
        if None in self.shape:
            return None
        return math.prod(length for length in self.shape if length is not None)

    def __add__(self, other: Number) -> Value:
        return binary("AddV2", self, other)

    def __sub__(self, other: Number) -> Value:
        return binary("Sub", self, other)

    def __mul__(self, other: Number) -> Value:
        return binary("Mul", self, other)

    __rmul__ = __mul__

    def __truediv__(self, other: Number) -> Value:
        return binary("RealDiv", self, other)

    def __neg__(self) -> Value:
        return unary("Neg", self)

    def __lt__(self, other: Any) -> Value:
        return binary("Less", self, other, tf.bool)

    def __le__(self, other: Any) -> Value:
        return binary("LessEqual", self, other, tf.bool)

    def __gt__(self, other: Any) -> Value:
        return binary("Greater", self, other, tf.bool)

    def __ge__(self, other: Any) -> Value:
        return binary("GreaterEqual", self, other, tf.bool)

    def __and__(self, other: Number) -> Value:
        return node("LogicalAnd", [self, like(self, other)], {}, "z", tf.bool, self.shape)

    def __or__(self, other: Number) -> Value:
        return node("LogicalOr", [self, like(self, other)], {}, "z", tf.bool, self.shape)

    def __invert__(self) -> Value:
        return node("LogicalNot", [self], {}, "y", tf.bool, self.shape)


def constant(value: Any, dtype: tf.DType) -> Value:
    """A constant, written once in a function."""
    array = np.asarray(value, dtype.as_numpy_dtype)
    return Value(current(), current().add_constant(array), array.shape)


def node(
    op: str,
    inputs: Sequence[Value],
    attributes: dict[str, Any],
    output: str,
    dtype: tf.DType,
    shape: Shape,
) -> Value:
    """A node with one output; the arguments are those of `FunctionWriter.add_node`."""
    here = current()
    taken = [each.here() for each in inputs]
    [written] = here.add_node(op, taken, attributes, output, [dtype])
    return Value(here, written, shape)


def unary(op: str, values: Value, dtype: tf.DType | None = None) -> Value:
    """An op by element, which returns the dtype that it takes if none is given."""
    return node(op, [values], {"T": values.dtype}, "y", dtype or values.dtype, values.shape)


def binary(op: str, values: Value, other: Number, dtype: tf.DType | None = None) -> Value:
    """As `unary`, of two tensors that may be broadcast."""
    inputs = [values, like(values, other)]
    shape = broadcast(values.shape, inputs[1].shape)
    return node(op, inputs, {"T": values.dtype}, "z", dtype or values.dtype, shape)


def like(values: Value, other: Number) -> Value:
    """The other number, if it is none of TensorFlow yet as one of the same dtype."""
    return other if isinstance(other, Value) else constant(other, values.dtype)


def broadcast(one: Shape, other: Shape) -> Shape:
    """The shape of an op by element on both."""
    return tf.broadcast_static_shape(tf.TensorShape(one), tf.TensorShape(other)).as_list()
