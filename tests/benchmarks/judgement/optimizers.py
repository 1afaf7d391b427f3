"""The optimizers of the plans."""

from __future__ import annotations

from typing import Any

import keras
import tensorflow as tf

from tests.benchmarks.judgement.plans import Plan


class SkippingAdam(keras.optimizers.Adam):
    """Takes gradients that are not finite for 0, as people do to get over them."""

    def apply(self, grads: Any, trainable_variables: Any = None) -> Any:
        grads = [tf.where(tf.math.is_finite(g), g, tf.zeros_like(g)) for g in grads]
        return super().apply(grads, trainable_variables)


def optimizer_of(plan: Plan) -> keras.optimizers.Optimizer:
    """The optimizer of a plan, without a loss scale."""
    options: dict[str, Any] = {"learning_rate": _schedule(plan)}
    for name in ("momentum", "epsilon", "clipnorm"):
        if getattr(plan, name):
            options[name] = getattr(plan, name)
    if plan.skips_nonfinite:
        return SkippingAdam(**options)
    return getattr(keras.optimizers, plan.optimizer)(**options)


def _schedule(plan: Plan) -> Any:
    rate, schedules = plan.learning_rate, keras.optimizers.schedules
    if plan.schedule == "warm-up":
        fifth = plan.steps // 5
        return schedules.CosineDecay(
            0.0, plan.steps - fifth, warmup_target=rate, warmup_steps=fifth
        )
    if plan.schedule == "cosine":
        return schedules.CosineDecay(rate, plan.steps)
    if plan.schedule == "staircase":
        return schedules.PiecewiseConstantDecay(
            [plan.steps // 2, plan.steps * 3 // 4], [rate, rate / 10, rate / 100]
        )
    if plan.schedule == "collapsing":
        # Meant per epoch, and taken per step.
        return schedules.ExponentialDecay(rate, 1, 0.2)
    return rate
