"""The full row: every statistic of every gradient, reduced in the graph.

All sums are taken of numbers scaled by the power of two below the largest
magnitude of their variable. That is exact, and keeps the squares of 1e-25 from
underflowing and those of 1e20 from overflowing. `schema.statistics` says what
each statistic means; all ops compile under XLA.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import tensorflow as tf

from tb_gradplugin.recording import gradients as gradients_lib
from tb_gradplugin.recording.blocks import Block, in_order, laid_out, of_block
from tb_gradplugin.schema import statistics as schema
from tb_gradplugin.schema.states import State

ROWS = (schema.STATE, *schema.NAMES)
"""What the rows of a full row are, in order."""

_OF_GRADIENT = tuple(name for name in schema.NAMES if name != "variable_norm")

# Half of float16's smallest subnormal rounds to 0 (ties to even), and 65520, half
# a unit above its largest number, rounds to infinity; likewise for bfloat16.
_FLOAT16_LIMITS = (2.0**-25, 65520.0)
_BFLOAT16_LIMITS = (2.0**-134, 2.0**128 - 2.0**119)


def full_row(gradients: Sequence[gradients_lib.Gradient], variables: Sequence[Any]) -> tf.Tensor:
    """Measures all gradients of one step.

    Args:
      gradients: one for each variable, as `gradients.checked` returns them.
      variables: what they are the gradients of.

    Returns:
      float32 [len(ROWS), len(variables)], the rows in the order of `ROWS`.
    """
    columns = _gradient_columns(gradients, variables)
    columns["variable_norm"] = _by_dtype(
        [_vector(variable) for variable in variables], lambda vectors, _: [_norms(vectors)]
    )[0]
    columns[schema.STATE] = _states(columns, gradients)
    return tf.stack([columns[name] for name in ROWS])


def _vector(variable: Any) -> tf.Tensor:
    return tf.reshape(gradients_lib.measurable(tf.convert_to_tensor(variable)), [-1])


def _gradient_columns(
    gradients: Sequence[gradients_lib.Gradient], variables: Sequence[Any]
) -> dict[str, tf.Tensor]:
    """float32 [variables] for each name in `_OF_GRADIENT`; NaN where there is no gradient."""
    present = [(i, gradient) for i, gradient in enumerate(gradients) if gradient is not None]
    if not present:
        absent = tf.fill([len(variables)], float("nan"))
        return dict.fromkeys(_OF_GRADIENT, absent)

    def measured(vectors: list[tf.Tensor], places: list[int]) -> list[tf.Tensor]:
        members = [present[place] for place in places]
        sizes = [gradients_lib.number_of_elements(variables[i]) for i, _ in members]
        return _measure(vectors, sizes, [gradient.dtype.is_complex for _, gradient in members])

    results = _by_dtype([gradients_lib.flat(gradient) for _, gradient in present], measured)
    if len(present) < len(variables):
        nan = tf.constant([float("nan")])
        row_of = {variable: row for row, (variable, _) in enumerate(present)}
        rows = tf.constant([row_of.get(i, len(present)) for i in range(len(variables))])
        results = [tf.gather(tf.concat([result, nan], axis=0), rows) for result in results]
    return dict(zip(_OF_GRADIENT, results, strict=True))


def _by_dtype(
    vectors: Sequence[tf.Tensor],
    measure: Callable[[list[tf.Tensor], list[int]], list[tf.Tensor]],
) -> list[tf.Tensor]:
    """Measures float32 and float64 vectors apart; float32 results in the order of the list."""
    places: dict[tf.DType, list[int]] = {}
    for place, vector in enumerate(vectors):
        places.setdefault(vector.dtype, []).append(place)
    parts = [measure([vectors[i] for i in group], group) for group in places.values()]
    if len(parts) == 1:
        return [_to_float32(result) for result in parts[0]]
    order = [place for group in places.values() for place in group]
    inverse = tf.constant(sorted(range(len(order)), key=order.__getitem__))
    return [
        tf.gather(tf.concat(list(map(_to_float32, r)), 0), inverse)
        for r in zip(*parts, strict=True)
    ]


def _measure(vectors: list[tf.Tensor], sizes: list[int], is_complex: list[bool]) -> list[tf.Tensor]:
    """The statistics of vectors of one dtype.

    Args:
      vectors: the elements that are held in memory.
      sizes: elements of each variable; those not held are zeros.
      is_complex: whether a vector has the magnitudes of complex numbers.

    Returns:
      [vectors] for each name in `_OF_GRADIENT`.
    """
    dtype = vectors[0].dtype
    blocks = laid_out(vectors)
    finite = [tf.math.is_finite(block.rows) for block in blocks]
    kept = [_masked(f, block.rows) for f, block in zip(finite, blocks, strict=True)]
    magnitudes = [tf.abs(values) for values in kept]

    def counted(conditions: list[tf.Tensor]) -> tf.Tensor:
        # Not counted in float32, which XLA adds one by one: 2**24 + 1 is 2**24 there.
        counts = [b.sums(tf.cast(c, tf.int64)) for b, c in zip(blocks, conditions, strict=True)]
        return tf.cast(in_order(blocks, counts), dtype)

    def lost(limits: tuple[float, float]) -> tf.Tensor:
        gone = [(m > 0) & ((m <= limits[0]) | (m >= limits[1])) for m in magnitudes]
        return counted(gone) / nonzero  # 0 / 0 is NaN: there was nothing to lose

    largest = in_order(blocks, [b.maxima(m) for b, m in zip(blocks, magnitudes, strict=True)])
    nan_count = counted([tf.math.is_nan(block.rows) for block in blocks])
    inf_count = counted([tf.math.is_inf(block.rows) for block in blocks])
    nonzero = counted([m > 0 for m in magnitudes])
    count = tf.constant(sizes, dtype) - nan_count - inf_count

    scale = _power_of_two_below(largest)
    scaled = _scaled(blocks, kept, scale)
    mean = _sums(blocks, scaled) / count
    deviations = [
        block.without_filling(_masked(f, values - block.spread(part)))
        for block, f, values, part in zip(
            blocks, finite, scaled, of_block(blocks, mean), strict=True
        )
    ]
    # A sparse gradient may hold more rows than its variable has, where it names some twice.
    held = tf.stack([tf.size(vector) for vector in vectors])
    not_held = tf.cast(tf.constant(sizes) - held, dtype)
    variance = (_sums(blocks, list(map(tf.square, deviations))) + not_held * mean * mean) / count

    absent_if_complex = tf.constant([float("nan") if c else 0.0 for c in is_complex], dtype)
    columns = {
        "l2_norm": _absent_unless(count > 0, _norm_of_scaled(blocks, scaled, scale)),
        "max_abs": _absent_unless(count > 0, largest),
        "mean": scale * mean + absent_if_complex,
        "std": scale * tf.sqrt(tf.maximum(variance, 0)) + absent_if_complex,
        "zero_fraction": (count - nonzero) / count,
        "nan_count": nan_count,
        "inf_count": inf_count,
        "float16_lost": lost(_FLOAT16_LIMITS),
        "bfloat16_lost": lost(_BFLOAT16_LIMITS),
    }
    return [columns[name] for name in _OF_GRADIENT]


def _norms(vectors: list[tf.Tensor]) -> tf.Tensor:
    """The L2 norm of each vector over its finite elements."""
    blocks = laid_out(vectors)
    finite = [tf.math.is_finite(block.rows) for block in blocks]
    kept = [_masked(f, block.rows) for f, block in zip(finite, blocks, strict=True)]
    largest = in_order(blocks, [b.maxima(tf.abs(k)) for b, k in zip(blocks, kept, strict=True)])
    scale = _power_of_two_below(largest)
    return _norm_of_scaled(blocks, _scaled(blocks, kept, scale), scale)


def _states(
    columns: dict[str, tf.Tensor], gradients: Sequence[gradients_lib.Gradient]
) -> tf.Tensor:
    """float32 [variables] of `State`."""
    null = tf.constant([gradient is None for gradient in gradients])
    nonfinite = columns["nan_count"] + columns["inf_count"] > 0
    zero = tf.equal(columns["max_abs"], 0)  # not so for a variable without elements: NaN
    state = tf.where(zero, float(State.ZERO), float(State.PRESENT))
    state = tf.where(nonfinite, float(State.NONFINITE), state)
    return tf.where(null, float(State.NULL), state)


def _masked(condition: tf.Tensor, values: tf.Tensor) -> tf.Tensor:
    return tf.where(condition, values, tf.zeros([], values.dtype))


def _scaled(blocks: list[Block], values: list[tf.Tensor], scale: tf.Tensor) -> list[tf.Tensor]:
    parts = of_block(blocks, scale)
    return [v / block.spread(part) for block, v, part in zip(blocks, values, parts, strict=True)]


def _sums(blocks: list[Block], values: list[tf.Tensor]) -> tf.Tensor:
    return in_order(blocks, [block.sums(v) for block, v in zip(blocks, values, strict=True)])


def _norm_of_scaled(blocks: list[Block], scaled: list[tf.Tensor], scale: tf.Tensor) -> tf.Tensor:
    return scale * tf.sqrt(_sums(blocks, list(map(tf.square, scaled))))


def _absent_unless(condition: tf.Tensor, values: tf.Tensor) -> tf.Tensor:
    return tf.where(condition, values, tf.constant(float("nan"), values.dtype))


def _power_of_two_below(largest: tf.Tensor) -> tf.Tensor:
    """The largest power of two that is at most `largest`, from its exponent bits; 1 for 0."""
    bits, mask = (
        (tf.int64, 0x7FF0000000000000) if largest.dtype == tf.float64 else (tf.int32, 0x7F800000)
    )
    exponent = tf.bitwise.bitwise_and(tf.bitcast(largest, bits), tf.constant(mask, bits))
    power = tf.bitcast(exponent, largest.dtype)
    return tf.where(power > 0, power, tf.ones([], largest.dtype))


def _to_float32(values: tf.Tensor) -> tf.Tensor:
    """Rounds to float32; beyond its range to the nearest finite number, never to 0."""
    if values.dtype == tf.float32:
        largest = tf.float32.max
        return tf.where(tf.math.is_inf(values), tf.sign(values) * largest, values)
    smallest, largest = (
        tf.constant(2.0**-126, values.dtype),
        tf.constant(tf.float32.max, values.dtype),
    )
    magnitude = tf.abs(values)
    within = tf.minimum(tf.maximum(magnitude, smallest), largest)
    signed = tf.where(magnitude > 0, tf.sign(values) * within, values)  # NaN, "absent", stays
    return tf.cast(signed, tf.float32)
