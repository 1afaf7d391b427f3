"""The size of a tensor in a few numbers, measured in NumPy on the tensor's own memory.

Not by ops of TensorFlow: those would cost a call each, and their float32 norm of elements of 1e-25
is 0, of elements of 1e20 infinite.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import tensorflow as tf

from tb_gradplugin.diagnosis.flows.flow import Numbers

_CHUNK = 4096
"""Elements whose squares are added up together: few enough for a float32 sum to be exact to 1e-6,
and for NumPy to take no threads, which are busy with TensorFlow's ops."""

_SAFE = (1e-12, 1e12)
"""Where the largest magnitude lies between these, squares stay inside the range of float32."""

_EMPTY = Numbers(0, 0.0, 0.0, 0.0, 0.0, 0, 0, 0.0, 0.0)


def of_tensor(tensor: Any) -> Numbers:
    """Measures an eager tensor of floats.

    Args:
      tensor: of any floating or complex dtype, and any shape.
    """
    return of_array(array_of(tensor))


def of_slices(gradient: tf.IndexedSlices, shape: tuple[int | None, ...] | None) -> Numbers:
    """Measures a gradient of some rows: those for one row are added up, the others are zeros.

    Args:
      gradient: as a tape gives it.
      shape: of what was differentiated by; used where the slices do not tell.
    """
    rows, places = tf.unique(tf.reshape(gradient.indices, [-1]))
    count = int(tf.size(rows))
    # The length of a row is said, not asked for by -1, which no tensor without elements allows.
    width = math.prod(gradient.values.shape) // max(int(tf.size(places)), 1)
    values = tf.reshape(gradient.values, [tf.size(places), width])
    found = of_tensor(tf.math.unsorted_segment_sum(values, places, count))
    if gradient.dense_shape is not None:
        elements = int(np.prod(gradient.dense_shape.numpy(), dtype=np.int64))
    else:
        elements = math.prod(size or 0 for size in shape or ())
    return _with_zeros(found, elements - found.elements)


def array_of(tensor: Any) -> np.ndarray:
    """The elements of an eager tensor as NumPy counts with them, without a copy where it can be.

    Returns:
      float16 and bfloat16 as float32, all other dtypes as they are. To be read at once: it may be
      the memory of the tensor itself.
    """
    array = np.asarray(tensor._numpy())
    if array.dtype.itemsize < 4 and tensor.dtype.is_floating:
        return array.astype(np.float32)
    return array


def of_array(array: np.ndarray) -> Numbers:
    """Measures an array of float32, float64, complex64 or complex128, of any shape."""
    elements = array.size
    if not elements:
        return _EMPTY
    if array.dtype.kind == "c":
        array = np.abs(array)
    array = array.reshape(-1)
    lowest, highest = float(array.min()), float(array.max())
    nan_count = inf_count = 0
    if not (math.isfinite(lowest) and math.isfinite(highest)):
        nan_count = int(np.count_nonzero(np.isnan(array)))
        inf_count = int(np.count_nonzero(np.isinf(array)))
        array = array[np.isfinite(array)]
        if not array.size:
            return Numbers(elements, 0.0, 0.0, 0.0, 0.0, nan_count, inf_count, 0.0, 0.0)
        lowest, highest = float(array.min()), float(array.max())
    magnitudes = np.abs(array)
    smallest, zeros = _above_zero(magnitudes)
    max_abs = max(-lowest, highest) if zeros < array.size else 0.0
    return Numbers(
        elements=elements,
        norm=_norm(magnitudes, max_abs),
        max_abs=max_abs,
        min_abs_nonzero=smallest,
        zero_share=zeros / elements,
        nan_count=nan_count,
        inf_count=inf_count,
        min=lowest,
        max=highest,
    )


def _above_zero(magnitudes: np.ndarray) -> tuple[float, int]:
    """The smallest magnitude that is not zero, or 0, and how many are zero."""
    tiny = np.finfo(magnitudes.dtype).tiny
    smallest = magnitudes.min()
    if smallest >= tiny:
        return float(smallest), 0
    zeros = int(np.count_nonzero(magnitudes < tiny))
    if zeros == magnitudes.size:
        return 0.0, zeros
    # Floats of one sign are in the order of their bits. Below the smallest normal number the
    # difference wraps around to the far end, so that one pass finds the smallest of the others.
    bits = magnitudes.view(f"u{magnitudes.itemsize}")
    start = np.array([tiny], magnitudes.dtype).view(bits.dtype)
    least = (bits - start).min(keepdims=True) + start
    return float(least.view(magnitudes.dtype)[0]), zeros


def _norm(magnitudes: np.ndarray, max_abs: float) -> float:
    if not max_abs:
        return 0.0
    is_safe = _SAFE[0] < max_abs < _SAFE[1]
    total = 0.0
    for start in range(0, magnitudes.size, _CHUNK):
        chunk = magnitudes[start : start + _CHUNK]
        if not is_safe:
            # Quotients of at most 1: no square overflows, and what underflows adds nothing.
            chunk = np.divide(chunk, max_abs, dtype=np.float64)
        total += float(np.dot(chunk, chunk))
    return math.sqrt(total) * (1.0 if is_safe else max_abs)


def _with_zeros(found: Numbers, zeros: int) -> Numbers:
    elements = found.elements + zeros
    if zeros <= 0:
        return found
    return Numbers(
        elements=elements,
        norm=found.norm,
        max_abs=found.max_abs,
        min_abs_nonzero=found.min_abs_nonzero,
        zero_share=(found.zero_count + zeros) / elements,
        nan_count=found.nan_count,
        inf_count=found.inf_count,
        min=min(found.min, 0.0),
        max=max(found.max, 0.0),
    )
