"""What else is known of a training step, beside its gradients."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Sequence
from typing import NamedTuple

import tensorflow as tf

from tb_gradplugin.recording import gradients as gradients_lib
from tb_gradplugin.recording.seldom import seldom

_CERTAINLY_WITHIN = 0.99
"""Share of a limit under which a norm computed in float32 tells that no element is over it."""


@dataclasses.dataclass(frozen=True)
class Clipped:
    """What clipping does on one step.

    Attributes:
      is_applied: boolean scalar, whether it changes anything.
    """

    is_applied: tf.Tensor
    _left: Callable[[], tf.Tensor]

    @property
    def global_norm(self) -> tf.Tensor:
        """What is left; float32 scalar, NaN where a gradient is not finite.

        It may be a pass over the gradients, made where this is read.
        """
        return self._left()


class Clipping(NamedTuple):
    """The clipping of a Keras optimizer, of which one at most is set.

    Attributes:
      norm: each gradient to this L2 norm.
      global_norm: all of them together to this one.
      value: each element to this magnitude.
      gradients: what is clipped to `value`; not needed for the others.
    """

    norm: float | None = None
    global_norm: float | None = None
    value: float | None = None
    gradients: Sequence[gradients_lib.Gradient] = ()

    def applied(self, halves: tf.Tensor) -> Clipped:
        """What happens to gradients of these halves of sums of squares; float32 [gradients]."""
        if self.value is not None:
            return self._applied_to_elements(halves, self.value)
        whole = global_norm(halves)
        if self.global_norm is not None:
            limit = tf.constant(self.global_norm, tf.float32)
            # A norm that is NaN is not over the limit, and NaN is what is left of it.
            return Clipped(whole > limit, lambda: tf.where(whole > limit, limit, whole))
        limit = tf.constant(self.norm, tf.float32)
        norms = tf.sqrt(2 * halves)
        finite = tf.math.is_finite(whole)

        def left() -> tf.Tensor:
            remaining = tf.sqrt(tf.reduce_sum(tf.minimum(norms, limit) ** 2))
            return tf.where(finite, remaining, float("nan"))

        return Clipped(finite & tf.reduce_any(norms > limit), left)

    def _applied_to_elements(self, halves: tf.Tensor, limit: float) -> Clipped:
        def look() -> tf.Tensor:
            over = [tf.reduce_any(tf.abs(values) > limit) for values in self._held()]
            return tf.reduce_any(over or [False])

        def left() -> tf.Tensor:
            # Infinity is clipped as well, NaN stays.
            clipped = [tf.clip_by_value(values, -limit, limit) for values in self._held()]
            squares = [tf.cast(tf.nn.l2_loss(values), tf.float32) for values in clipped]
            return global_norm(tf.stack(squares)) if squares else tf.constant(0.0)

        # No element is larger than the norm, so that most steps need no pass of their own.
        norms = tf.sqrt(2 * halves)
        return Clipped(seldom(~tf.reduce_all(norms < _CERTAINLY_WITHIN * limit), look), left)

    def _held(self) -> list[tf.Tensor]:
        # Of a sparse gradient, Keras clips what is held, before what names a row twice is summed.
        held = [g.values if isinstance(g, tf.IndexedSlices) else g for g in self.gradients]
        return gradients_lib.all_held(held)


class StepContext(NamedTuple):
    """Scalars of one step, None where they are not known.

    Attributes:
      loss: real scalar, without loss scale.
      learning_rate: real scalar.
      loss_scale: real scalar.
      skips_nonfinite: whether the optimizer skips the update where a gradient
        is not finite.
      clipping: how the optimizer clips.
    """

    loss: tf.Tensor | None = None
    learning_rate: tf.Tensor | None = None
    loss_scale: tf.Tensor | None = None
    skips_nonfinite: bool = False
    clipping: Clipping | None = None


def global_norm(halves: tf.Tensor) -> tf.Tensor:
    """L2 norm of all gradients together; float32 scalar, NaN where one is not finite.

    Args:
      halves: float32 [gradients], half the sum of squares of each.
    """
    norm = tf.sqrt(2 * tf.reduce_sum(halves))
    return tf.where(tf.math.is_finite(norm), norm, float("nan"))
