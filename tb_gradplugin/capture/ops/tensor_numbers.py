"""Tensors as NumPy numbers of full width, and back."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
import tensorflow as tf

Numbers = list[np.ndarray]
"""Float64 or complex128, whatever the dtype of the tensors."""

Values = Sequence["np.ndarray | None"]
"""The same; None for what is not varied."""


def numbers(tensor: Any) -> np.ndarray:
    """The values of a tensor, variable or slices, as float64 or complex128."""
    array = np.asarray(tf.convert_to_tensor(tensor).numpy())
    return array.astype(np.complex128 if np.iscomplexobj(array) else np.float64)


def floats(tensors: Iterable[Any]) -> Numbers:
    """The values of those among `tensors` that have a gradient."""
    return [numbers(tensor) for tensor in tensors if has_gradient(tensor)]


def has_gradient(tensor: Any) -> bool:
    """Whether a tensor is of a floating-point or complex dtype."""
    return bool(tensor.dtype.is_floating or tensor.dtype.is_complex)


def rounded(dtype: tf.DType, values: np.ndarray) -> np.ndarray:
    """Values as a tensor of this dtype holds them, in full width again."""
    with np.errstate(over="ignore", invalid="ignore"):
        return values.astype(dtype.as_numpy_dtype).astype(values.dtype)


def widened(dtype: tf.DType) -> tf.DType:
    """The dtype of the same kind with the most digits."""
    return tf.complex128 if dtype.is_complex else tf.float64


def digits(dtype: tf.DType) -> int:
    """Binary digits of a floating-point dtype."""
    return {tf.bfloat16: 8, tf.float16: 11, tf.float32: 24}.get(dtype, 53)


def same(one: np.ndarray, other: np.ndarray) -> bool:
    """Whether two runs gave the same, but for the order in which sums were added up."""
    if one.shape != other.shape:
        return False
    with np.errstate(over="ignore", invalid="ignore"):
        finite = np.isfinite(one)
        scale = np.abs(one[finite]).max(initial=0.0)
        return bool(
            np.array_equal(finite, np.isfinite(other))
            and np.all(np.abs(one[finite] - other[finite]) <= 1e-6 * scale)
        )
