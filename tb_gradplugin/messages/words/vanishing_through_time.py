"""GH227."""

from __future__ import annotations

from tb_gradplugin.messages.flow_phrases import factor, sentence, trend
from tb_gradplugin.messages.phrases import at, in_line, it
from tb_gradplugin.messages.words.wording import Wording
from tb_gradplugin.schema.findings import Finding


def _because(finding: Finding) -> str:
    return f"each time step multiplies {it(finding)} by {factor(finding)}{at(finding)}"


def _why(_: Finding) -> str:
    return "The same weights are applied at every step: a factor below one shrinks as its power."


def _remedies(finding: Finding) -> tuple[str, ...]:
    return (
        (
            f"Use a gated layer{in_line(finding)}, LSTM or GRU, and begin with "
            f"`recurrent_initializer='orthogonal'` and, for an LSTM, `unit_forget_bias=True`."
        ),
        "Or shorten the way: attention over all steps, or the loss at more steps than the last.",
    )


def _evidence(finding: Finding) -> str:
    return sentence(trend(finding))


WORDING = Wording(_because, _why, _remedies, _evidence)
