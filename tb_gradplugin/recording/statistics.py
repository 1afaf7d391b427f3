"""The full row: every statistic of every gradient, reduced in the graph.

`schema.statistics` says what each statistic means; all ops compile under XLA.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from typing import Any, NamedTuple, TypeAlias

import numpy as np
import tensorflow as tf

from tb_gradplugin.recording import exponents, moments
from tb_gradplugin.recording import gradients as gradients_lib
from tb_gradplugin.recording.blocks import Block, Part, by_dtype, in_order, joined_results, merged
from tb_gradplugin.recording.written import ops
from tb_gradplugin.recording.written.function import GraphFunction, kept
from tb_gradplugin.recording.written.values import Value
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


class Kind(NamedTuple):
    """What a gradient is known to be before it is there.

    Attributes:
      dtype: that in which it is measured.
      shape: of what is held of it; None for a length that may change.
      size: elements of the variable; those that are not held are zeros.
      is_complex: whether magnitudes of complex numbers are held.
    """

    dtype: tf.DType
    shape: tuple[int | None, ...]
    size: int
    is_complex: bool


Kinds: TypeAlias = tuple[Kind | None, ...]


def kinds_of(
    gradients: Sequence[gradients_lib.Gradient],
    variables: Sequence[Any],
    held: Sequence[tf.Tensor],
) -> Kinds:
    """What the gradients of one step are known to be before they are there.

    Args:
      gradients: one for each variable, as `gradients.checked` returns them.
      variables: what they are the gradients of.
      held: what `gradients.all_held` returned for them.
    """
    left = iter(held)
    kinds: list[Kind | None] = []
    for gradient, variable in zip(gradients, variables, strict=True):
        if gradient is None:
            kinds.append(None)
            continue
        values = next(left)
        # Eagerly a sparse one has another length on each step, and no function is for one step.
        is_fixed = isinstance(gradient, tf.Tensor) or not tf.executing_eagerly()
        shape = tuple(values.shape.as_list()) if is_fixed else (None, *values.shape[1:])
        size = gradients_lib.number_of_elements(variable)
        kinds.append(Kind(values.dtype, shape, size, gradient.dtype.is_complex))
    return tuple(kinds)


def gradient_row(
    gradients: Sequence[gradients_lib.Gradient], variables: Sequence[Any]
) -> GradientRow:
    """Measures all gradients of one step.

    Args:
      gradients: one for each variable, as `gradients.checked` returns them.
      variables: what they are the gradients of.
    """
    held = gradients_lib.all_held(gradients)
    return GradientRow(*_row(kinds_of(gradients, variables, held))(*held))


def states(kinds: Kinds, held: Sequence[tf.Tensor], is_quiet: tf.Tensor) -> tf.Tensor:
    """The states of all gradients, counted unless those that are there are known to be PRESENT.

    Args:
      kinds: of the gradients.
      held: what they hold.
      is_quiet: boolean scalar, whether that is known.

    Returns:
      float32 [variables] of `State`.
    """
    [found] = _states_of(kinds)(*held, is_quiet)
    return found


@kept
def _row(kinds: Kinds) -> GraphFunction:
    return GraphFunction(lambda *held: written_row(kinds, held), specs_of(kinds))


@kept
def _states_of(kinds: Kinds) -> GraphFunction:
    present_or_null = [State.NULL if kind is None else State.PRESENT for kind in kinds]

    def states(*given: Value) -> list[Value]:
        *held, is_quiet = given
        quiet = ops.constant(list(map(float, present_or_null)), tf.float32)
        return ops.cond(is_quiet, lambda: [quiet], lambda: _written_states(kinds, held))

    return GraphFunction(states, [*specs_of(kinds), tf.TensorSpec([], tf.bool)])


def specs_of(kinds: Kinds) -> list[tf.TensorSpec]:
    """Of what is held of the gradients that are there."""
    return [tf.TensorSpec(kind.shape, kind.dtype) for kind in kinds if kind is not None]


def written_row(kinds: Kinds, held: Sequence[Value]) -> GradientRow:
    """As `gradient_row`, within a `GraphFunction`."""
    width = len(OF_GRADIENT) + histogram.BINS
    present = [kind for kind in kinds if kind is not None]
    absent = ops.constant(np.full([1, width], np.nan), tf.float32)
    parts = by_dtype(held)
    results = [
        _measure(part.vectors, part.blocks, [present[place] for place in part.places])
        for part in parts
    ]
    table = _in_places(kinds, parts, results, absent)
    statistics = ops.transpose(ops.columns(table, 0, len(OF_GRADIENT)))
    is_present = np.array([[kind is not None] for kind in kinds], np.float32)
    histograms = ops.multiply_no_nan(ops.columns(table, len(OF_GRADIENT), width), is_present)
    return GradientRow(_states(statistics, kinds), statistics, histograms)


def _written_states(kinds: Kinds, held: Sequence[Value]) -> list[Value]:
    parts = by_dtype(held)
    results = []
    for part in parts:
        blocks = merged(part.blocks)
        # Counted, not compared with a maximum: under XLA `reduce_max` passes over NaN.
        nonfinite, nonzero = (
            in_order(blocks, [b.sums(ops.cast(c(b.rows), tf.int64)) for b in blocks])
            for c in (lambda rows: ~ops.is_finite(rows), lambda rows: ops.not_equal(rows, 0))
        )
        present = ops.constant(float(State.PRESENT), tf.float32)
        state = ops.where(nonzero > 0, present, float(State.ZERO))
        state = ops.where(nonfinite > 0, float(State.NONFINITE), state)
        results.append(state)
    null = ops.constant([float(State.NULL)], tf.float32)
    states = _in_places(kinds, parts, results, null)
    is_empty = ops.constant([kind is not None and kind.size == 0 for kind in kinds], tf.bool)
    return [ops.where(is_empty, float(State.PRESENT), states)]


def _in_places(
    kinds: Kinds,
    parts: Sequence[Part],
    results: Sequence[Value],
    absent: Value,
) -> Value:
    """The results of the parts, in the order of the variables.

    Args:
      kinds: of all variables.
      parts: the gradients that are there.
      results: [vectors of the part, ...] each.
      absent: [1, ...], the result of those that are not there.
    """
    found = [joined_results(parts, results)] if results else []
    rows = itertools.count()
    last = sum(len(part.places) for part in parts)
    order = [last if kind is None else next(rows) for kind in kinds]
    return ops.gather(ops.concat([*found, absent], axis=0), ops.constant(order, tf.int32))


def _measure(vectors: list[Value], blocks: list[Block], kinds: list[Kind]) -> Value:
    """The statistics of vectors of one dtype, then their histograms.

    Args:
      vectors: the elements that are held in memory.
      blocks: the same, laid out.
      kinds: of the gradients.

    Returns:
      float32 [vectors, len(OF_GRADIENT) + bins].
    """
    dtype = vectors[0].dtype
    elements = ops.constant([kind.size for kind in kinds], dtype)
    held = ops.stack([_length(vector, dtype) for vector in vectors])
    found = moments.moments(blocks, elements, held)

    in_float32 = blocks if dtype == tf.float32 else list(map(_in_float32, blocks))
    exponent_counts = exponents.counts(in_float32)
    count = ops.constant([kind.size for kind in kinds], tf.float32) - exponents.not_finite(
        exponent_counts
    )
    nonzero = exponents.within(exponent_counts, -126, 128)
    # float16 rounds what is under half of its smallest subnormal, 2**-24, to 0, and what is over
    # its range, 2**16, to infinity. bfloat16 has the range of float32, in which all is counted.
    lost = exponents.within(exponent_counts, -126, -25) + exponents.within(exponent_counts, 16, 128)
    beyond_float32 = ops.zeros_like(count) if dtype == tf.float32 else _beyond_float32(blocks)

    absent_if_complex = ops.constant(
        [np.nan if kind.is_complex else 0 for kind in kinds], tf.float32
    )
    columns = {
        "l2_norm": _to_float32(found.norm),
        "max_abs": _to_float32(found.largest),
        "mean": _to_float32(found.mean) + absent_if_complex,
        "std": _to_float32(found.std) + absent_if_complex,
        "zero_fraction": (count - nonzero) / count,
        "nan_count": ops.cast(found.nan_count, tf.float32),
        "inf_count": ops.cast(found.inf_count, tf.float32),
        "float16_lost": lost / nonzero,  # 0 / 0 is NaN: there was nothing to lose
        "bfloat16_lost": beyond_float32 / nonzero,
    }
    statistics = ops.stack([columns[name] for name in OF_GRADIENT], axis=1)
    return ops.concat([statistics, exponents.histograms(exponent_counts, count)], axis=1)


def _length(vector: Value, dtype: tf.DType) -> Value:
    """How many elements a vector holds, which only the running graph may know."""
    if vector.elements is None:
        return ops.cast(ops.size(vector), dtype)
    return ops.constant(vector.elements, dtype)


def _states(statistics: Value, kinds: Kinds) -> Value:
    """float32 [variables] of `State`."""
    row = dict(zip(OF_GRADIENT, ops.unstack(statistics), strict=True))
    null = ops.constant([kind is None for kind in kinds], tf.bool)
    nonfinite = row["nan_count"] + row["inf_count"] > 0
    zero = ops.equal(row["max_abs"], 0)  # not so for a variable without elements: NaN
    present = ops.constant(float(State.PRESENT), tf.float32)
    state = ops.where(zero, float(State.ZERO), present)
    state = ops.where(nonfinite, float(State.NONFINITE), state)
    return ops.where(null, float(State.NULL), state)


def _beyond_float32(blocks: Sequence[Block]) -> Value:
    """Finite float64 elements other than 0 outside of float32's normal range; [vectors]."""
    counts = []
    for block in blocks:
        magnitudes = ops.abs(block.rows)
        beyond = (magnitudes < 2.0**-126) | (magnitudes >= 2.0**128)
        counted = beyond & (magnitudes > 0) & ops.is_finite(magnitudes)
        counts.append(block.sums(ops.cast(counted, tf.float32)))
    return in_order(blocks, counts)


def _in_float32(block: Block) -> Block:
    finite = ops.is_finite(block.rows)
    rounded = ops.where(finite, _to_float32(block.rows), ops.cast(block.rows, tf.float32))
    return block.with_rows(rounded)


def _to_float32(values: Value) -> Value:
    """Rounds to float32; beyond its range to the nearest finite number, never to 0."""
    if values.dtype == tf.float32:
        return ops.where(ops.is_inf(values), ops.sign(values) * tf.float32.max, values)
    magnitude = ops.abs(values)
    within = ops.minimum(ops.maximum(magnitude, 2.0**-126), tf.float32.max)
    signed = ops.where(magnitude > 0, ops.sign(values) * within, values)  # NaN, "absent", stays
    return ops.cast(signed, tf.float32)
