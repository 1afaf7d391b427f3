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
from tb_gradplugin.recording import statistics


class Glance:
    """What is seen of the gradients of one step.

    Attributes:
      halves: float32 [variables], half the sum of squares of each gradient; NaN
        where there is none.
      present_halves: the same without those that are null; [gradients].
      null: for each variable, whether there is no gradient; known while tracing.
      is_quiet: boolean scalar: every gradient that is there is finite and not
        zero. It may be False though they are; then `states` tells.
    """

    def __init__(
        self, gradients: Sequence[gradients_lib.Gradient], variables: Sequence[Any]
    ) -> None:
        """Looks at the gradients of one step.

        Args:
          gradients: one for each variable, as `gradients.checked` returns them.
          variables: what they are the gradients of.
        """
        self._gradients = gradients
        self._variables = variables
        self._watched = [(i, g) for i, g in enumerate(gradients) if g is not None]
        self._count = len(gradients)
        self.null = tuple(gradient is None for gradient in gradients)
        if not self._watched:
            self.halves = tf.fill([self._count], float("nan"))
            self.present_halves = tf.zeros([0])
            self.is_quiet = tf.constant(True)
            return
        self.halves = _halves([gradient for _, gradient in self._watched])
        self.present_halves = self.halves
        decided = (self.halves > 0) & (self.halves < float("inf"))
        empty = [gradients_lib.number_of_elements(variables[i]) == 0 for i, _ in self._watched]
        if any(empty):
            decided |= tf.constant(empty)
        self.is_quiet = tf.reduce_all(decided)
        if len(self._watched) < self._count:
            unknown = tf.fill([self._count], float("nan"))
            self.halves = tf.tensor_scatter_nd_update(unknown, self._places(), self.halves)

    def states(self, flat: Sequence[tf.Tensor]) -> tf.Tensor:
        """The state of each gradient; float32 [variables] of `State`.

        They are looked at exactly, unless all are known to be well.

        Args:
          flat: what `statistics.vectors` returns for the gradients.
        """
        return statistics.states(self._gradients, self._variables, flat, self.is_quiet)

    def _places(self) -> tf.Tensor:
        return tf.constant([[i] for i, _ in self._watched])


def _halves(gradients: Sequence[tf.Tensor | tf.IndexedSlices]) -> tf.Tensor:
    halves = []
    for gradient in gradients:
        values = gradient.values if isinstance(gradient, tf.IndexedSlices) else gradient
        half = tf.raw_ops.L2Loss(t=gradients_lib.measurable(values))
        # What float32 cannot hold of a float64 sum is looked at exactly.
        halves.append(half if half.dtype == tf.float32 else tf.cast(half, tf.float32))
    return tf.stack(halves)
