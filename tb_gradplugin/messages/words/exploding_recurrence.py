"""GH224."""

from __future__ import annotations

from tb_gradplugin.messages.flow_phrases import factor, sentence, trend
from tb_gradplugin.messages.phrases import at, in_line
from tb_gradplugin.messages.words.wording import Wording
from tb_gradplugin.schema.findings import Finding


def _because(finding: Finding) -> str:
    return f"each time step multiplies what passes through it by {factor(finding)}{at(finding)}"


def _why(_: Finding) -> str:
    return "The same weights are applied at every step: a factor above one grows as its power."


def _remedies(finding: Finding) -> tuple[str, ...]:
    return (
        (
            "Clip the gradient, `keras.optimizers.Adam(global_clipnorm=1.0)`, and begin with an "
            "orthogonal recurrent matrix: `recurrent_initializer='orthogonal'`."
        ),
        (
            f"Bound the state{in_line(finding)} by `tanh`, use a gated layer (LSTM, GRU), or cut "
            f"long sequences into shorter ones."
        ),
    )


def _evidence(finding: Finding) -> str:
    return sentence(trend(finding))


WORDING = Wording(_because, _why, _remedies, _evidence)
