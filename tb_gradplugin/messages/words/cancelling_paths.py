"""GH214."""

from __future__ import annotations

from tb_gradplugin.messages.flow_phrases import change, count, op, sentence
from tb_gradplugin.messages.phrases import at, fact, in_line
from tb_gradplugin.messages.words.wording import Wording
from tb_gradplugin.schema.findings import Finding


def _because(finding: Finding) -> str:
    if "parting" in finding.evidence:
        return (
            f"{count(finding, 'ways')} ways from the loss, which part at "
            f"{op(fact(finding, 'parting'))}{at(finding)}, bring gradients that cancel"
        )
    return (
        f"{count(finding, 'ways')} ways from the loss to one value{at(finding)} bring gradients "
        f"that cancel"
    )


def _why(_: Finding) -> str:
    return "A value that is added and taken away again, or compared with itself, changes nothing."


def _remedies(finding: Finding) -> tuple[str, ...]:
    where = in_line(finding, otherwise=" there")
    return (
        (
            f"See{where} whether both sides are meant to be the same value: a prediction compared "
            f"with itself, or a mean taken out of a batch of one, leaves nothing to learn from."
        ),
        "If one side is a fixed target, put `tf.stop_gradient` around it.",
    )


def _evidence(finding: Finding) -> str:
    return sentence(
        f"the value goes into {fact(finding, 'ops')}" if "ops" in finding.evidence else "",
        change(finding),
    )


WORDING = Wording(_because, _why, _remedies, _evidence)
