"""Underflow."""

from __future__ import annotations

from tb_gradplugin.messages.rules.wording import (
    RuleWording,
    limit,
    number,
    subject,
    verb,
    when,
)
from tb_gradplugin.schema.verdicts import Verdict


def _what(verdict: Verdict) -> str:
    return (
        f"In float16, the {verb(verdict, 'gradient', 'gradients')} of {subject(verdict)} "
        f"{verb(verdict, 'has', 'have')} elements of at most "
        f"{number(verdict, 'float16_magnitude')} ({limit(verdict)}) {when(verdict)}"
    )


def _why(_: Verdict) -> str:
    return (
        "Below 6.1e-05 float16 loses digits, and below 6.0e-08 everything: most of the smaller "
        "elements are 0."
    )


def _remedies(verdict: Verdict) -> tuple[str, ...]:
    if "loss_scale" in verdict.evidence:
        return (
            (
                "Let the loss scale adapt itself (`keras.optimizers.LossScaleOptimizer`), or start "
                "it higher."
            ),
            "If it cannot grow because other gradients overflow, use `mixed_bfloat16`.",
        )
    return (
        "Scale the loss: wrap the optimizer in `keras.optimizers.LossScaleOptimizer`.",
        "Or use `mixed_bfloat16`, whose range is that of float32.",
    )


WORDING = RuleWording(
    _what, _why, _remedies, "expected while the loss still falls with what is left"
)
