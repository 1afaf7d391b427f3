"""How often each exponent occurs among the elements of each vector.

One pass over the bits answers four questions: which elements are zero, which
are not finite, which half precision would lose, and how magnitudes are spread.
Counting costs about as much as two comparisons.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import tensorflow as tf

from tb_gradplugin.recording.blocks import Block, OverBlocks
from tb_gradplugin.schema import histogram

_EXPONENTS = 256
_WITH_SIGN = 2 * _EXPONENTS
_BIAS = 127
_NOT_FINITE = 255


def counts(blocks: Sequence[Block]) -> tf.Tensor:
    """Counts the exponent fields of float32 elements.

    Args:
      blocks: of float32 rows.

    Returns:
      float32 [vectors, 256], in the order of the list that was laid out. Row 0
      is not told: it has zeros, subnormals and what the rows were filled up with.
    """
    return _counts(blocks)


def within(exponent_counts: tf.Tensor, low: int, high: int) -> tf.Tensor:
    """Elements of each vector with 2**low <= |element| < 2**high; [vectors]."""
    first, last = max(low + _BIAS, 1), min(high + _BIAS, _NOT_FINITE)
    return tf.reduce_sum(exponent_counts[:, first:last], axis=1)


def not_finite(exponent_counts: tf.Tensor) -> tf.Tensor:
    """Elements of each vector that are NaN or infinite; [vectors]."""
    return exponent_counts[:, _NOT_FINITE]


def histograms(exponent_counts: tf.Tensor, elements: tf.Tensor) -> tf.Tensor:
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
    shares = tf.matmul(exponent_counts, tf.constant(bins)) / tf.maximum(elements, 1)[:, tf.newaxis]
    # Rounded up, so that a single element among millions is not lost.
    return tf.minimum(tf.math.ceil(shares * 255), 255)


@OverBlocks
def _counts(block: Block) -> tf.Tensor:
    bits = tf.bitcast(block.rows, tf.uint32)
    # Shifted without a mask: the sign stays above the exponent, and both halves are added after.
    signed = tf.bitcast(tf.bitwise.right_shift(bits, tf.constant(23, tf.uint32)), tf.int32)
    vectors = len(block.positions)
    if vectors > 1:
        offsets = tf.range(vectors, dtype=tf.int32) * _WITH_SIGN
        signed += block.spread(offsets)
    counted = tf.raw_ops.DenseBincount(
        input=tf.reshape(signed, [-1]),
        size=vectors * _WITH_SIGN,
        weights=tf.constant([], tf.int64),
        binary_output=False,
    )
    by_sign = tf.reshape(counted, [vectors, 2, _EXPONENTS])
    return tf.cast(by_sign[:, 0] + by_sign[:, 1], tf.float32)
