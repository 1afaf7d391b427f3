"""Non-finite."""

from __future__ import annotations

from tb_gradplugin.messages.rules.wording import RuleWording, subject, verb, when
from tb_gradplugin.schema.verdicts import Verdict


def _what(verdict: Verdict) -> str:
    return (
        f"{verb(verdict, 'The gradient', 'The gradients')} of {subject(verdict)} "
        f"{verb(verdict, 'has', 'have')} NaN or infinite elements {when(verdict)}"
    )


def _why(_: Verdict) -> str:
    return (
        "An update with such an element makes the variable NaN, and everything computed from it "
        "afterwards."
    )


def _remedies(verdict: Verdict) -> tuple[str, ...]:
    return (
        (
            f"Look at step {verdict.first_step:,}: at its inputs for NaN, and at its loss for a "
            "logarithm, a division or a root at 0."
        ),
        "If the norms grow on the steps before it, lower the learning rate or clip the gradients.",
    )


WORDING = RuleWording(_what, _why, _remedies)
