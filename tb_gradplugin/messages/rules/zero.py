"""Zero."""

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
    if verdict.measured == "zero_share":
        return (
            f"Up to {number(verdict, 'zero_share')} of the units behind {subject(verdict)} have "
            f"no gradient ({limit(verdict)}) {when(verdict)}"
        )
    return (
        f"Every element of the {verb(verdict, 'gradient', 'gradients')} of {subject(verdict)} is "
        f"0 {when(verdict)}"
    )


def _why(_: Verdict) -> str:
    return (
        "A layer whose units are all switched off, or multiplied by 0 further on, passes nothing "
        "back and cannot leave that state by training."
    )


def _remedies(_: Verdict) -> tuple[str, ...]:
    return (
        (
            "If a ReLU follows, check why its inputs are all negative: the initial biases, the "
            "scale of the inputs, and the learning rate."
        ),
        (
            "If not, look for kernels that are initialised with 0, a saturated activation, a "
            "weight of 0 in the loss, ops whose gradient is 0, such as `tf.sign`, and in float16 "
            "for a loss that is not scaled."
        ),
    )


WORDING = RuleWording(
    _what,
    _why,
    _remedies,
    "expected of a bias before a normalisation, and where the loss has nothing left to give",
)
