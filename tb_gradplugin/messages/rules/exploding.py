"""Exploding."""

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

_WHAT = {
    "growth": "grow up to {} times what they were at first",
    "layer_ratio": "are up to {} times that of the outputs",
    "update_ratio": "make updates of up to {} of the variable's own norm",
    "l2_norm": "have L2 norms of up to {}",
}
_WHAT_ONE = {
    "growth": "grows up to {} times what it was at first",
    "layer_ratio": "is up to {} times that of the outputs",
    "update_ratio": "makes updates of up to {} of the variable's own norm",
    "l2_norm": "has L2 norms of up to {}",
}


def _what(verdict: Verdict) -> str:
    words = _WHAT_ONE if len(verdict.variables) == 1 else _WHAT
    said = words[verdict.measured].format(number(verdict, verdict.measured))
    return (
        f"The {verb(verdict, 'gradient', 'gradients')} of {subject(verdict)} {said} "
        f"({limit(verdict)}) {when(verdict)}"
    )


def _why(_: Verdict) -> str:
    return (
        "A gradient holds for small steps only: one that is too long lands where the loss is "
        "larger and the next gradient larger still."
    )


def _remedies(_: Verdict) -> tuple[str, ...]:
    return (
        "Lower the learning rate, or clip by `global_clipnorm`.",
        (
            "If the norms are large from the first step, check the scale of inputs, targets and "
            "initial kernels."
        ),
    )


WORDING = RuleWording(_what, _why, _remedies)
