"""Every step: is any gradient zero or non-finite? One cheap pass over each.

`l2_loss` is one fused pass, which costs next to nothing beside the step. It
decides most gradients: a finite sum of squares other than 0 belongs to a
gradient that is finite and not zero. Squares of 1e-25 underflow and those of
1e20 overflow, so where it gives 0 or is not finite the gradients are looked at
exactly, in a branch.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import tensorflow as tf

from tb_gradplugin.recording import gradients as gradients_lib
from tb_gradplugin.recording.blocks import in_order, laid_out
from tb_gradplugin.schema.states import State


def states(gradients: Sequence[gradients_lib.Gradient], variables: Sequence[Any]) -> tf.Tensor:
    """The state of each gradient of one step.

    Args:
      gradients: one for each variable, as `gradients.checked` returns them.
      variables: what they are the gradients of.

    Returns:
      float32 [variables] of `State`.
    """
    watched = [
        i
        for i, gradient in enumerate(gradients)
        if gradient is not None and gradients_lib.number_of_elements(variables[i]) > 0
    ]
    at_rest = tf.constant(
        [float(State.NULL if gradient is None else State.PRESENT) for gradient in gradients]
    )
    if not watched:
        return at_rest
    sums = tf.stack([_sum_of_squares(gradients[i]) for i in watched])
    undecided = ~(tf.math.is_finite(sums) & (sums > 0))

    def decided_exactly() -> tf.Tensor:
        exact = _exact([gradients[i] for i in watched])
        return tf.tensor_scatter_nd_update(at_rest, [[i] for i in watched], exact)

    return tf.cond(tf.reduce_any(undecided), decided_exactly, lambda: tf.identity(at_rest))


def _sum_of_squares(gradient: tf.Tensor | tf.IndexedSlices) -> tf.Tensor:
    values = gradient.values if isinstance(gradient, tf.IndexedSlices) else gradient
    sum_of_squares = tf.nn.l2_loss(gradients_lib.measurable(values))
    if sum_of_squares.dtype == tf.float64:
        # Only 0, finite and not finite matter; a cast would move the borders.
        return tf.cast(tf.math.is_finite(sum_of_squares) & (sum_of_squares > 0), tf.float32)
    return sum_of_squares


def _exact(gradients: Sequence[tf.Tensor | tf.IndexedSlices]) -> tf.Tensor:
    """float32 [gradients] of `State`."""
    blocks = laid_out([gradients_lib.flat(gradient) for gradient in gradients])
    # Counted, not compared with a maximum: under XLA `reduce_max` passes over NaN.
    nonfinite = in_order(
        blocks, [b.sums(tf.cast(~tf.math.is_finite(b.rows), tf.int64)) for b in blocks]
    )
    nonzero = in_order(blocks, [b.sums(tf.cast(b.rows != 0, tf.int64)) for b in blocks])
    state = tf.where(nonzero > 0, float(State.PRESENT), float(State.ZERO))
    return tf.where(nonfinite > 0, float(State.NONFINITE), state)
