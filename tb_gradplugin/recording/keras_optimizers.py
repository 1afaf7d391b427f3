"""What a Keras optimizer does to gradients, and which of them a model has."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import keras
import tensorflow as tf

from tb_gradplugin.recording import gradients as gradients_lib
from tb_gradplugin.recording.step_context import Clipping, StepContext


def optimizers_of(model: keras.Model) -> Iterator[Any]:
    """The Keras optimizers that the model holds, itself or in a list, tuple or dict."""
    seen: set[int] = set()
    for value in list(vars(model).values()):
        members: Iterable[Any] = (value,)
        if isinstance(value, dict):
            members = list(value.values())
        elif isinstance(value, (list, tuple)):
            members = list(value)
        for member in members:
            if isinstance(member, keras.optimizers.Optimizer) and id(member) not in seen:
                seen.add(id(member))
                yield member


def iterations_of(model: keras.Model) -> int:
    """The steps that the model's optimizer has made."""
    optimizer = model.optimizer
    return 0 if optimizer is None else int(optimizer.iterations.numpy())


def step_context(
    optimizer: Any,
    scaled_loss: tf.Tensor | None,
    gradients: Sequence[gradients_lib.Gradient],
) -> StepContext:
    """What the optimizer says of a step.

    Args:
      optimizer: a Keras optimizer.
      scaled_loss: what the gradients were taken of, where it is known.
      gradients: what it is given, without a loss scale.
    """
    scale = loss_scale(optimizer)
    loss = scaled_loss
    if loss is not None and scale is not None:
        loss = tf.cast(loss, tf.float32) / scale
    inner = getattr(optimizer, "inner_optimizer", optimizer)
    clipping = None
    # Of accumulated gradients the sum is clipped, which is not what is seen here.
    if not inner.gradient_accumulation_steps and (
        inner.clipnorm or inner.global_clipnorm or inner.clipvalue
    ):
        clipping = Clipping(inner.clipnorm, inner.global_clipnorm, inner.clipvalue, gradients)
    return StepContext(
        loss=loss,
        learning_rate=tf.convert_to_tensor(inner.learning_rate),
        loss_scale=scale,
        skips_nonfinite=skips_nonfinite(optimizer),
        clipping=clipping,
    )


def skips_nonfinite(optimizer: Any) -> bool:
    """Whether the optimizer skips an update where a gradient is not finite."""
    return isinstance(optimizer, keras.optimizers.LossScaleOptimizer)


def loss_scale(optimizer: Any) -> tf.Tensor | None:
    """What the optimizer multiplies the loss with; float32 scalar."""
    if isinstance(optimizer, keras.optimizers.LossScaleOptimizer):
        scale = optimizer.dynamic_scale if optimizer.built else optimizer.initial_scale
    else:
        scale = optimizer.loss_scale_factor
    return None if scale is None else tf.cast(tf.convert_to_tensor(scale), tf.float32)


def unscaled(
    gradients: Iterable[gradients_lib.Gradient], optimizer: Any
) -> list[gradients_lib.Gradient]:
    """The gradients of the loss itself, where the optimizer was given those of a scaled loss."""
    scale = loss_scale(optimizer)
    if scale is None:
        return list(gradients)
    return [_divided(gradient, scale) for gradient in gradients]


def _divided(gradient: gradients_lib.Gradient, scale: tf.Tensor) -> gradients_lib.Gradient:
    if gradient is None:
        return None
    if isinstance(gradient, tf.IndexedSlices):
        values = _divided(gradient.values, scale)
        return tf.IndexedSlices(values, gradient.indices, gradient.dense_shape)
    if gradient.dtype.is_complex:
        return gradient / tf.cast(scale, gradient.dtype)
    # Divided in float16, what the loss scale had saved would be lost.
    measurable = gradients_lib.measurable(gradient)
    return measurable / tf.cast(scale, measurable.dtype)
