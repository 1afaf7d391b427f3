"""The factors by which Keras optimizers multiply a loss, and gradients without them."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Sequence
from typing import Any

import keras
import tensorflow as tf

from tb_gradplugin.capture.observing.patches import patched


class LossScales:
    """Scales losses as the optimizers would, to be lowered where a gradient overflows.

    Attributes:
      limit: no dynamic scale is larger than this.
      of_loss: what the loss of the last run was multiplied by.
      is_dynamic: whether training would lower that by itself.
    """

    def __init__(self) -> None:
        self.limit = float("inf")
        self.of_loss = 1.0
        self.is_dynamic = False
        self._known: dict[int, float] = {}

    @contextlib.contextmanager
    def applied(self) -> Iterator[None]:
        """Lets optimizers multiply by these scales, and notes by what they did."""
        self.of_loss, self.is_dynamic = 1.0, False

        def scale_loss(optimizer: Any, loss: Any) -> Any:
            scale = self._scale(optimizer)
            self.of_loss *= scale
            return loss if scale == 1.0 else keras.ops.multiply(loss, scale)

        with (
            patched(keras.optimizers.Optimizer, "scale_loss", scale_loss),
            patched(keras.optimizers.LossScaleOptimizer, "scale_loss", scale_loss),
        ):
            yield

    def _scale(self, optimizer: Any) -> float:
        own = self._known.get(id(optimizer))
        if own is None:
            # Read once, in a run that nobody observes.
            own = self._known[id(optimizer)] = _own_scale(optimizer)
        if not isinstance(optimizer, keras.optimizers.LossScaleOptimizer):
            return own
        self.is_dynamic = True
        return min(own, self.limit)


def without(gradients: Sequence[Any], scale: float) -> list[Any]:
    """Gradients divided by a scale; in float32, where the division itself could underflow."""
    if scale == 1.0:
        return list(gradients)
    return [_divided(gradient, scale) for gradient in gradients]


def _own_scale(optimizer: Any) -> float:
    if isinstance(optimizer, keras.optimizers.LossScaleOptimizer):
        scale = optimizer.dynamic_scale if optimizer.built else optimizer.initial_scale
    else:
        scale = optimizer.loss_scale_factor
    return 1.0 if scale is None else float(tf.convert_to_tensor(scale))


def _divided(gradient: Any, scale: float) -> Any:
    if gradient is None:
        return None
    if isinstance(gradient, tf.IndexedSlices):
        values = _divided(gradient.values, scale)
        return tf.IndexedSlices(values, gradient.indices, gradient.dense_shape)
    if gradient.dtype in (tf.float16, tf.bfloat16):
        gradient = tf.cast(gradient, tf.float32)
    return gradient / tf.cast(scale, gradient.dtype)
