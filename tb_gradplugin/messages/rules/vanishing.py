"""Vanishing."""

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
    decay = ""
    if float(verdict.evidence.get("decay_fit", 0)) > 0.8:
        decay = f", {number(verdict, 'decay_per_layer')} per layer"
    return (
        f"The {verb(verdict, 'gradient', 'gradients')} of {subject(verdict)} "
        f"{verb(verdict, 'is', 'are')} down to {number(verdict, verdict.measured)} of the largest "
        f"of the same step{decay} ({limit(verdict)}) {when(verdict)}"
    )


def _why(_: Verdict) -> str:
    return (
        "Going back, a gradient is multiplied by each layer's kernel and slope; factors below 1 "
        "leave nothing to the first layers, which stay as they were initialised."
    )


def _remedies(_: Verdict) -> tuple[str, ...]:
    return (
        (
            "If sigmoid, tanh or softmax stand between the layers, use ReLU or GELU, or a "
            "normalisation before them."
        ),
        (
            "If the kernels start small, initialise them by their fan-in (He or Glorot); for many "
            "layers, add residual connections."
        ),
    )


WORDING = RuleWording(_what, _why, _remedies)
