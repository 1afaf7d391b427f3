"""What else is known of a training step, beside its gradients."""

from __future__ import annotations

from typing import NamedTuple

import tensorflow as tf


class Clipped(NamedTuple):
    """What clipping does on one step.

    Attributes:
      is_applied: boolean scalar, whether it changes anything.
      global_norm: float32 scalar, what it leaves; NaN where a gradient is not finite.
    """

    is_applied: tf.Tensor
    global_norm: tf.Tensor


class Clipping(NamedTuple):
    """The clipping of a Keras optimizer, of which one at most is set.

    Attributes:
      norm: each gradient to this L2 norm.
      global_norm: all of them together to this one.
    """

    norm: float | None = None
    global_norm: float | None = None

    def applied(self, halves: tf.Tensor) -> Clipped:
        """What happens to gradients of these halves of sums of squares; float32 [gradients]."""
        whole = global_norm(halves)
        if self.global_norm is not None:
            limit = tf.constant(self.global_norm, tf.float32)
            # A norm that is NaN is not over the limit, and NaN is what is left of it.
            return Clipped(whole > limit, tf.where(whole > limit, limit, whole))
        limit = tf.constant(self.norm, tf.float32)
        norms = tf.sqrt(2 * halves)
        left = tf.minimum(norms, limit)
        finite = tf.math.is_finite(whole)
        remaining = tf.sqrt(tf.reduce_sum(left * left))
        applied = finite & tf.reduce_any(norms > limit)
        return Clipped(applied, tf.where(finite, remaining, float("nan")))


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
