"""Intermittent."""

from __future__ import annotations

from tb_gradplugin.messages.rules.wording import RuleWording, subject, verb, when
from tb_gradplugin.schema.verdicts import Verdict

_WHAT = {
    "null": "no gradient",
    "zero": "a gradient that is 0 everywhere",
    "nonfinite": "a gradient with NaN or infinite elements",
}
_WHY = {
    "null": "A branch in Python that skips a variable leaves it without gradient on that step.",
    "zero": "A branch that is not taken, or a batch without what the variable is for, gives 0.",
    "nonfinite": (
        "Few batches meet the edge of an op: a logarithm or a root at 0, a division by 0."
    ),
}


def _what(verdict: Verdict) -> str:
    return (
        f"{subject(verdict)} {verb(verdict, 'has', 'have')} {_WHAT[verdict.status]} {when(verdict)}"
    )


def _why(verdict: Verdict) -> str:
    return _WHY[verdict.status]


def _remedies(verdict: Verdict) -> tuple[str, ...]:
    look = f"Look at the batch of step {verdict.first_step:,}"
    if verdict.status == "nonfinite":
        return (
            (
                f"{look}, and keep the op away from its edge: `tf.math.divide_no_nan`, or a small "
                "constant inside of the logarithm or root."
            ),
        )
    return (f"{look}, and at the branches that depend on it.",)


WORDING = RuleWording(
    _what, _why, _remedies, "expected of rare words and classes, and of experts that take turns"
)
