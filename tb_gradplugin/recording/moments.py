"""Norm, largest magnitude, mean and standard deviation of vectors laid out in blocks.

Nearly always the plain formulas are right, and three passes over the elements do.
Where a sum of squares under- or overflows, an element is not finite, or the mean
dominates a long vector, a branch takes sums over the finite elements, scaled by
the power of two below the largest of them. That is exact, and keeps the squares
of 1e-25 and 1e20 in range.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import tensorflow as tf

from tb_gradplugin.recording.blocks import Block, in_order, merged, of_block
from tb_gradplugin.recording.written import ops
from tb_gradplugin.recording.written.values import Value

# Sums of squares between which neither they nor any square that matters leaves float32's range.
_SMALLEST_SAFE, _LARGEST_SAFE = 2.0**-80, 2.0**100


class Moments(NamedTuple):
    """[vectors] each, over the finite elements; NaN where there are none.

    Attributes:
      norm: L2 norm.
      largest: largest magnitude.
      mean: arithmetic mean over all elements of the variable.
      std: standard deviation around it.
      nan_count: number of elements that are NaN.
      inf_count: number of elements that are infinite.
    """

    norm: Value
    largest: Value
    mean: Value
    std: Value
    nan_count: Value
    inf_count: Value


class _Sums(NamedTuple):
    """[vectors] each: sums of squares, largest magnitudes, sums."""

    squares: Value
    largest: Value
    plain: Value


def moments(blocks: Sequence[Block], sizes: Value, held: Value) -> Moments:
    """Measures vectors of one dtype.

    Args:
      blocks: the elements that are held in memory.
      sizes: elements of each variable; those that are not held are zeros.
      held: elements of each vector that are held. A sparse gradient may hold
        more than its variable has, where it names a row twice.

    Returns:
      Of the dtype of the blocks.
    """
    squares, largest, sums = _sums(blocks)
    plain = _is_safe(squares) | (ops.equal(squares, 0) & ops.equal(largest, 0) & (sizes > 0))
    # Else the difference from which the deviation of a long vector is taken has lost digits.
    plain &= ~_are_alone(blocks) | (sums * sums <= squares * sizes / 2)
    return Moments(
        *ops.cond(
            ops.reduce_all(plain),
            lambda: _plain(blocks, sizes, held, _Sums(squares, largest, sums)),
            lambda: _exact(merged(blocks), sizes, held),
        )
    )


def _sums(blocks: Sequence[Block]) -> _Sums:
    of_blocks = [
        (block.sums_of_squares(), block.largest_magnitudes(), block.sums(block.rows))
        for block in blocks
    ]
    return _Sums(*(in_order(blocks, sums) for sums in zip(*of_blocks, strict=True)))


def norms(blocks: Sequence[Block], sizes: Value) -> Value:
    """L2 norms over the finite elements; [vectors], NaN where there are none.

    Args:
      blocks: all elements of each vector.
      sizes: how many those are; of the dtype of the blocks.
    """
    squares = in_order(blocks, [block.sums_of_squares() for block in blocks])

    def exact() -> list[Value]:
        few = merged(blocks)
        not_finite = _counted(few, [~ops.is_finite(b.rows) for b in few], sizes.dtype)
        scaled, scale, _ = _scaled(few, [_finite_part(block.rows) for block in few])
        return [_absent_unless(not_finite < sizes, _scaled_norms(few, scaled, scale))]

    [found] = ops.cond(ops.reduce_all(_is_safe(squares)), lambda: [ops.sqrt(squares)], exact)
    return found


def _is_safe(squares: Value) -> Value:
    """Whether sums of squares can be trusted; boolean [vectors]."""
    return (squares > _SMALLEST_SAFE) & (squares < _LARGEST_SAFE)


def _plain(blocks: Sequence[Block], sizes: Value, held: Value, sums: _Sums) -> Moments:
    mean = sums.plain / sizes
    from_sums = sums.squares - mean * (sums.plain * 2 - held * mean)
    parts = [of_block(blocks, values) for values in (mean, from_sums)]
    deviations = []
    for block, center, deviation in zip(blocks, *parts, strict=True):
        if not block.is_alone:
            distances = ops.squared_difference(block.rows, block.spread(center))
            deviation = block.sums(block.without_filling(distances))
        deviations.append(deviation)
    std = _std(in_order(blocks, deviations), mean, sizes, held, sizes)
    none = ops.zeros_like(mean)
    return Moments(ops.sqrt(sums.squares), sums.largest, mean, std, none, none)


def _are_alone(blocks: Sequence[Block]) -> Value:
    """Whether each vector is a long one; boolean [vectors]."""
    alone = {i for block in blocks if block.is_alone for i in block.positions}
    vectors = sum(len(block.positions) for block in blocks)
    return ops.constant([i in alone for i in range(vectors)], tf.bool)


def _exact(blocks: Sequence[Block], sizes: Value, held: Value) -> Moments:
    dtype = sizes.dtype
    nan_count = _counted(blocks, [ops.is_nan(block.rows) for block in blocks], dtype)
    inf_count = _counted(blocks, [ops.is_inf(block.rows) for block in blocks], dtype)
    count = sizes - nan_count - inf_count

    kept = [_finite_part(block.rows) for block in blocks]
    scaled, scale, largest = _scaled(blocks, kept)
    mean = in_order(blocks, [b.sums(s) for b, s in zip(blocks, scaled, strict=True)]) / count
    deviations = [
        block.sums(
            block.without_filling(
                ops.where(
                    ops.is_finite(block.rows),
                    ops.squared_difference(values, block.spread(part)),
                    0,
                )
            )
        )
        for block, values, part in zip(blocks, scaled, of_block(blocks, mean), strict=True)
    ]
    std = _std(in_order(blocks, deviations), mean, sizes, held, count)
    some = count > 0
    return Moments(
        _absent_unless(some, _scaled_norms(blocks, scaled, scale)),
        _absent_unless(some, largest),
        scale * mean,
        scale * std,
        nan_count,
        inf_count,
    )


def _std(
    deviations: Value,
    mean: Value,
    sizes: Value,
    held: Value,
    count: Value,
) -> Value:
    """From the summed squares of what is held; each zero that is not held adds mean**2."""
    return ops.sqrt(ops.maximum((deviations + (sizes - held) * mean * mean) / count, 0))


def _scaled(blocks: Sequence[Block], kept: list[Value]) -> tuple[list[Value], Value, Value]:
    """Elements over the power of two below their largest; that power; the largest."""
    magnitudes = [ops.abs(values) for values in kept]
    largest = in_order(blocks, [b.maxima(m) for b, m in zip(blocks, magnitudes, strict=True)])
    scale = _power_of_two_below(largest)
    parts = of_block(blocks, scale)
    scaled = [v / b.spread(part) for b, v, part in zip(blocks, kept, parts, strict=True)]
    return scaled, scale, largest


def _scaled_norms(blocks: Sequence[Block], scaled: list[Value], scale: Value) -> Value:
    sums = [block.sums(ops.square(s)) for block, s in zip(blocks, scaled, strict=True)]
    return scale * ops.sqrt(in_order(blocks, sums))


def _finite_part(values: Value) -> Value:
    return ops.where(ops.is_finite(values), values, 0)


def _counted(blocks: Sequence[Block], conditions: list[Value], dtype: tf.DType) -> Value:
    # Not counted in float32, which XLA adds one by one: 2**24 + 1 is 2**24 there.
    counts = [b.sums(ops.cast(c, tf.int64)) for b, c in zip(blocks, conditions, strict=True)]
    return ops.cast(in_order(blocks, counts), dtype)


def _absent_unless(condition: Value, values: Value) -> Value:
    return ops.where(condition, values, float("nan"))


def _power_of_two_below(largest: Value) -> Value:
    """The largest power of two that is at most `largest`, from its exponent bits; 1 for 0."""
    bits, mask = (
        (tf.int64, 0x7FF0000000000000) if largest.dtype == tf.float64 else (tf.int32, 0x7F800000)
    )
    exponent = ops.bitwise_and(ops.bitcast(largest, bits), mask)
    power = ops.bitcast(exponent, largest.dtype)
    return ops.where(power > 0, power, 1)
