"""Stalled."""

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
    if not float(verdict.evidence.get("update_ratio", 0)):
        return (
            f"{subject(verdict)} {verb(verdict, 'stays', 'stay')} exactly as "
            f"{verb(verdict, 'it is', 'they are')}, though {verb(verdict, 'its', 'their')} "
            f"{verb(verdict, 'gradient is', 'gradients are')} there, {when(verdict)}"
        )
    return (
        f"{subject(verdict)} {verb(verdict, 'moves', 'move')} by down to "
        f"{number(verdict, 'update_ratio')} of {verb(verdict, 'its', 'their')} norm per step "
        f"({limit(verdict)}), and the loss does not fall, {when(verdict)}"
    )


def _why(_: Verdict) -> str:
    return (
        "An update far below the variable's own size changes nothing within a training, and one "
        "below the last digit of its dtype is rounded away."
    )


def _remedies(_: Verdict) -> tuple[str, ...]:
    return (
        (
            "Raise the learning rate, or look at its schedule: it may be meant per epoch and be "
            "applied per step."
        ),
        (
            "If variables are float16 or bfloat16, keep them in float32 (`mixed_float16`, "
            "`mixed_bfloat16`)."
        ),
    )


WORDING = RuleWording(_what, _why, _remedies)
