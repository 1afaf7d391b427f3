"""The full row: every statistic of every gradient, reduced in the graph.

`schema.statistics` says what each statistic means; all ops compile under XLA.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import tensorflow as tf

from tb_gradplugin.recording import exponents, moments
from tb_gradplugin.recording import gradients as gradients_lib
from tb_gradplugin.recording.blocks import Block, Part, by_dtype, in_order, joined_results
from tb_gradplugin.schema import histogram
from tb_gradplugin.schema import statistics as schema
from tb_gradplugin.schema.states import State

OF_GRADIENT = tuple(name for name in schema.NAMES if name not in ("variable_norm", "update_ratio"))
"""The statistics of the gradient alone, in the order of the schema."""


class GradientRow(NamedTuple):
    """What is measured of the gradients of one step.

    Attributes:
      states: float32 [variables] of `State`.
      statistics: float32 [len(OF_GRADIENT), variables], NaN where absent.
      histograms: float32 [variables, bins], whole numbers from 0 to 255.
    """

    states: tf.Tensor
    statistics: tf.Tensor
    histograms: tf.Tensor


def laid_out(gradients: Sequence[gradients_lib.Gradient]) -> list[Part]:
    """Those gradients of a step that are not null, as `gradient_row` measures them."""
    present = [gradient for gradient in gradients if gradient is not None]
    return by_dtype(gradients_lib.all_flat(present)) if present else []


def gradient_row(
    gradients: Sequence[gradients_lib.Gradient],
    variables: Sequence[Any],
    parts: Sequence[Part],
) -> GradientRow:
    """Measures all gradients of one step.

    Args:
      gradients: one for each variable, as `gradients.checked` returns them.
      variables: what they are the gradients of.
      parts: what `laid_out` returned for them.
    """
    present = [(i, gradient) for i, gradient in enumerate(gradients) if gradient is not None]
    width = len(OF_GRADIENT) + histogram.BINS
    measured = [tf.fill([1, width], float("nan"))]
    if present:
        results = []
        for part in parts:
            members = [present[place] for place in part.places]
            sizes = [gradients_lib.number_of_elements(variables[i]) for i, _ in members]
            is_complex = [gradient.dtype.is_complex for _, gradient in members]
            results.append(_measure(part.vectors, part.blocks, sizes, is_complex))
        measured.insert(0, joined_results(parts, results))
    rows = {variable: row for row, (variable, _) in enumerate(present)}
    order = [rows.get(i, len(present)) for i in range(len(variables))]
    table = tf.gather(tf.concat(measured, axis=0), tf.constant(order, tf.int32))
    statistics = tf.transpose(table[:, : len(OF_GRADIENT)])
    histograms = tf.math.multiply_no_nan(
        table[:, len(OF_GRADIENT) :],
        tf.constant([[0.0] if gradient is None else [1.0] for gradient in gradients]),
    )
    return GradientRow(_states(statistics, gradients), statistics, histograms)


def _measure(
    vectors: list[tf.Tensor],
    blocks: list[Block],
    sizes: list[int],
    is_complex: list[bool],
) -> tf.Tensor:
    """The statistics of vectors of one dtype, then their histograms.

    Args:
      vectors: the elements that are held in memory.
      blocks: the same, laid out.
      sizes: elements of each variable; those not held are zeros.
      is_complex: whether a vector has the magnitudes of complex numbers.

    Returns:
      float32 [vectors, len(OF_GRADIENT) + bins].
    """
    dtype = vectors[0].dtype
    elements = tf.constant(sizes, dtype)
    held = tf.cast(tf.stack(_lengths(vectors)), dtype)
    found = moments.moments(blocks, elements, held)

    in_float32 = blocks if dtype == tf.float32 else list(map(_in_float32, blocks))
    exponent_counts = exponents.counts(in_float32)
    count = tf.constant(sizes, tf.float32) - exponents.not_finite(exponent_counts)
    nonzero = exponents.within(exponent_counts, -126, 128)
    # float16 rounds what is under half of its smallest subnormal, 2**-24, to 0, and what is over
    # its range, 2**16, to infinity. bfloat16 has the range of float32, in which all is counted.
    lost = exponents.within(exponent_counts, -126, -25) + exponents.within(exponent_counts, 16, 128)
    beyond_float32 = tf.zeros_like(count) if dtype == tf.float32 else _beyond_float32(blocks)

    absent_if_complex = tf.constant([float("nan") if c else 0.0 for c in is_complex])
    columns = {
        "l2_norm": _to_float32(found.norm),
        "max_abs": _to_float32(found.largest),
        "mean": _to_float32(found.mean) + absent_if_complex,
        "std": _to_float32(found.std) + absent_if_complex,
        "zero_fraction": (count - nonzero) / count,
        "nan_count": tf.cast(found.nan_count, tf.float32),
        "inf_count": tf.cast(found.inf_count, tf.float32),
        "float16_lost": lost / nonzero,  # 0 / 0 is NaN: there was nothing to lose
        "bfloat16_lost": beyond_float32 / nonzero,
    }
    statistics = tf.stack([columns[name] for name in OF_GRADIENT], axis=1)
    return tf.concat([statistics, exponents.histograms(exponent_counts, count)], axis=1)


def _lengths(vectors: list[tf.Tensor]) -> list[Any]:
    """How many elements each vector holds; a tensor where only the running graph knows."""
    known = [vector.shape[0] for vector in vectors]
    return [tf.size(v) if n is None else n for v, n in zip(vectors, known, strict=True)]


def _states(statistics: tf.Tensor, gradients: Sequence[gradients_lib.Gradient]) -> tf.Tensor:
    """float32 [variables] of `State`."""
    row = dict(zip(OF_GRADIENT, tf.unstack(statistics), strict=True))
    null = tf.constant([gradient is None for gradient in gradients])
    nonfinite = row["nan_count"] + row["inf_count"] > 0
    zero = tf.equal(row["max_abs"], 0)  # not so for a variable without elements: NaN
    state = tf.where(zero, float(State.ZERO), float(State.PRESENT))
    state = tf.where(nonfinite, float(State.NONFINITE), state)
    return tf.where(null, float(State.NULL), state)


def _beyond_float32(blocks: Sequence[Block]) -> tf.Tensor:
    """Finite float64 elements other than 0 outside of float32's normal range; [vectors]."""
    counts = []
    for block in blocks:
        magnitudes = tf.abs(block.rows)
        beyond = (magnitudes < 2.0**-126) | (magnitudes >= 2.0**128)
        counted = beyond & (magnitudes > 0) & tf.math.is_finite(magnitudes)
        counts.append(block.sums(tf.cast(counted, tf.float32)))
    return in_order(blocks, counts)


def _in_float32(block: Block) -> Block:
    finite = tf.math.is_finite(block.rows)
    rounded = tf.where(finite, _to_float32(block.rows), tf.cast(block.rows, tf.float32))
    return block.with_rows(rounded)


def _to_float32(values: tf.Tensor) -> tf.Tensor:
    """Rounds to float32; beyond its range to the nearest finite number, never to 0."""
    if values.dtype == tf.float32:
        return tf.where(tf.math.is_inf(values), tf.sign(values) * tf.float32.max, values)
    smallest = tf.constant(2.0**-126, values.dtype)
    largest = tf.constant(tf.float32.max, values.dtype)
    magnitude = tf.abs(values)
    within = tf.minimum(tf.maximum(magnitude, smallest), largest)
    signed = tf.where(magnitude > 0, tf.sign(values) * within, values)  # NaN, "absent", stays
    return tf.cast(signed, tf.float32)
