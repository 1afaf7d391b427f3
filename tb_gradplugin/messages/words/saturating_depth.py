"""GH226."""

from __future__ import annotations

from tb_gradplugin.messages.flow_phrases import count, factor, op, sentence, trend
from tb_gradplugin.messages.phrases import at, fact, in_line
from tb_gradplugin.messages.words.wording import Wording
from tb_gradplugin.schema.findings import Finding


def _because(finding: Finding) -> str:
    name = op(fact(finding, "activation", "Sigmoid"))
    return (
        f"each of {count(finding, 'count')} layers with {name} multiplies it by "
        f"{factor(finding)}{at(finding)}"
    )


def _why(finding: Finding) -> str:
    if fact(finding, "activation") == "Sigmoid":
        return (
            "The derivative of a sigmoid is at most 0.25, so that ten of them leave 1e-6 at best."
        )
    return "The derivative of a saturating function is below 1, and those of all layers multiply."


def _remedies(finding: Finding) -> tuple[str, ...]:
    name = op(fact(finding, "activation", "Sigmoid"))
    return (
        (
            f"Use ReLU or GELU in the hidden layers instead of {name}{in_line(finding)}, with "
            f"`he_normal` weights."
        ),
        "Or put a normalisation or a residual connection, `x + layer(x)`, around each layer.",
    )


def _evidence(finding: Finding) -> str:
    return sentence(trend(finding))


WORDING = Wording(_because, _why, _remedies, _evidence)
