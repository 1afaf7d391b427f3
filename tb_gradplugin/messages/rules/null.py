"""Null."""

from __future__ import annotations

from tb_gradplugin.messages.rules.wording import RuleWording, subject, verb, when
from tb_gradplugin.schema.verdicts import Verdict


def _what(verdict: Verdict) -> str:
    times = when(verdict, always="on any step")
    return f"{subject(verdict)} {verb(verdict, 'receives', 'receive')} no gradient {times}"


def _why(_: Verdict) -> str:
    return "A variable without a gradient is not trained, and optimizers pass over it in silence."


def _remedies(_: Verdict) -> tuple[str, ...]:
    return (
        (
            "Read the explanation of the missing gradient, where there is one, or ask "
            "`tb_gradplugin.explain(loss_fn, variables)` for the op that ends it."
        ),
        "If the variable is not meant to be trained, leave it out of those given to the optimizer.",
    )


WORDING = RuleWording(
    _what, _why, _remedies, "the explanation that was found while training says so"
)
