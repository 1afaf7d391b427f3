"""How often each exponent occurs among the elements of each vector.

One pass over the bits answers four questions: which elements are zero, which
are not finite, which half precision would lose, and how magnitudes are spread.
Counting costs about as much as two comparisons.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import tensorflow as tf

from tb_gradplugin.recording.blocks import Block, in_order
from tb_gradplugin.recording.written import ops
from tb_gradplugin.recording.written.values import Value
from tb_gradplugin.schema import histogram

_EXPONENTS = 256
_WITH_SIGN = 2 * _EXPONENTS
_BIAS = 127
_NOT_FINITE = 255


def counts(blocks: Sequence[Block]) -> Value:
    """Counts the exponent fields of float32 elements.

    Args:
      blocks: of float32 rows.

    Returns:
      float32 [vectors, 256], in the order of the list that was laid out. Row 0
      is not told: it has zeros, subnormals and what the rows were filled up with.
    """
    return in_order(blocks, [_counts(block) for block in blocks])


def within(exponent_counts: Value, low: int, high: int) -> Value:
    """Elements of each vector with 2**low <= |element| < 2**high; [vectors]."""
    first, last = max(low + _BIAS, 1), min(high + _BIAS, _NOT_FINITE)
    return ops.reduce_sum(ops.columns(exponent_counts, first, last), axis=1)


def not_finite(exponent_counts: Value) -> Value:
    """Elements of each vector that are NaN or infinite; [vectors]."""
    return ops.reduce_sum(ops.columns(exponent_counts, _NOT_FINITE, _NOT_FINITE + 1), axis=1)


def histograms(exponent_counts: Value, elements: Value) -> Value:
    """The shares that `schema.histogram` describes; float32 [vectors, BINS], whole numbers.

    Args:
      exponent_counts: what `counts` returned.
      elements: float32 [vectors], the number of finite elements.
    """
    bins = np.zeros([_EXPONENTS, histogram.BINS], np.float32)
    for i, (low, high) in enumerate(
        zip(histogram.BORDERS[:-1], histogram.BORDERS[1:], strict=True)
    ):
        bins[low + _BIAS : min(high + _BIAS, _NOT_FINITE), i] = 1
    counted = ops.matmul(exponent_counts, ops.constant(bins, tf.float32))
    shares = counted / ops.expand_dims(ops.maximum(elements, 1), 1)
    # Rounded up, so that a single element among millions is not lost.
    return ops.minimum(ops.ceil(shares * 255), 255)


def _counts(block: Block) -> Value:
    bits = ops.bitcast(block.rows, tf.uint32)
    # Shifted without a mask: the sign stays above the exponent, and both halves are added after.
    signed = ops.bitcast(ops.right_shift(bits, 23), tf.int32)
    vectors = len(block.positions)
    if vectors > 1:
        offsets = ops.constant(np.arange(vectors) * _WITH_SIGN, tf.int32)
        signed = signed + block.spread(offsets)
    counted = ops.bincount(ops.reshape(signed, [-1]), vectors * _WITH_SIGN)
    by_sign = ops.reshape(counted, [vectors, 2, _EXPONENTS])
    return ops.cast(ops.reduce_sum(by_sign, axis=1), tf.float32)
