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


class Glance:
    """What is seen of the gradients of one step.

    Attributes:
      halves: float32 [variables], half the sum of squares of each gradient; NaN
        where there is none.
      present_halves: the same without those that are null; [gradients].
      null: for each variable, whether there is no gradient; known while tracing.
      is_quiet: boolean scalar: every gradient that is there is finite and not
        zero. It may be False though they are; then `statistics.states` tells.
    """

    def __init__(
        self, gradients: Sequence[gradients_lib.Gradient], variables: Sequence[Any]
    ) -> None:
        """Looks at the gradients of one step.

        Args:
          gradients: one for each variable, as `gradients.checked` returns them.
          variables: what they are the gradients of.
        """
        places = [i for i, gradient in enumerate(gradients) if gradient is not None]
        self.null = tuple(gradient is None for gradient in gradients)
        if not places:
            self.halves = tf.fill([len(gradients)], float("nan"))
            self.present_halves = tf.zeros([0])
            self.is_quiet = tf.constant(True)
            return
        self.halves = _halves([gradient for gradient in gradients if gradient is not None])
        self.present_halves = self.halves
        empty = [gradients_lib.number_of_elements(variables[i]) == 0 for i in places]
        looked_at = tf.where(tf.constant(empty), 1.0, self.halves) if any(empty) else self.halves
        # Each op of a step costs a microsecond or two: one sum tells 0, inf and NaN from the rest.
        self.is_quiet = tf.math.is_finite(tf.reduce_sum(tf.math.log(looked_at)))
        if len(places) < len(gradients):
            unknown = tf.fill([len(gradients)], float("nan"))
            at = tf.constant([[place] for place in places])
            self.halves = tf.tensor_scatter_nd_update(unknown, at, self.halves)


def _halves(gradients: Sequence[tf.Tensor | tf.IndexedSlices]) -> tf.Tensor:
    halves = []
    for gradient in gradients:
        values = gradient.values if isinstance(gradient, tf.IndexedSlices) else gradient
        half = tf.raw_ops.L2Loss(t=gradients_lib.measurable(values))
        # What float32 cannot hold of a float64 sum is looked at exactly.
        halves.append(half if half.dtype == tf.float32 else tf.cast(half, tf.float32))
    return tf.stack(halves)
