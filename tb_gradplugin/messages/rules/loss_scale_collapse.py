"""Loss-scale collapse."""

from __future__ import annotations

from tb_gradplugin.messages.rules.wording import RuleWording, limit, number, when
from tb_gradplugin.schema.verdicts import Verdict


def _what(verdict: Verdict) -> str:
    if verdict.measured == "skipped_share":
        return (
            f"The optimizer skips {number(verdict, 'skipped_share')} of all updates, because "
            f"gradients overflow at every loss scale ({limit(verdict)}), {when(verdict)}"
        )
    return (
        f"The loss scale has fallen from {number(verdict, 'opening_loss_scale')} to "
        f"{number(verdict, 'loss_scale')} ({limit(verdict)}), {when(verdict)}"
    )


def _why(_: Verdict) -> str:
    return (
        "A dynamic loss scale is halved whenever a gradient is not finite. Where that does not "
        "help, it falls for ever, and no update is made."
    )


def _remedies(_: Verdict) -> tuple[str, ...]:
    return (
        (
            "Look for what is not finite without a scale too: inputs, activations beyond 65,504, "
            "a logarithm or a division at 0."
        ),
        "Where activations leave the range of float16, use `mixed_bfloat16`.",
    )


WORDING = RuleWording(_what, _why, _remedies)
