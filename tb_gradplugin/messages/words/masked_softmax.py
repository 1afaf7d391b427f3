"""GH222."""

from __future__ import annotations

from tb_gradplugin.messages.flow_phrases import (
    change,
    number,
    of_elements,
    sentence,
    the_op,
    verb,
)
from tb_gradplugin.messages.phrases import at, in_line
from tb_gradplugin.messages.words.wording import Wording
from tb_gradplugin.schema.findings import Finding


def _because(finding: Finding) -> str:
    if number(finding, "masked_rows"):
        rows = of_elements(finding, "masked_rows", "rows").replace("element", "row")
        return f"{rows} of {the_op(finding)} {verb(rows)} masked completely"
    if "infinite_logits" in finding.evidence:
        return f"{the_op(finding)} gets logits of minus infinity"
    return f"a row of the softmax{at(finding)} is masked completely"


def _why(_: Finding) -> str:
    return "A softmax over nothing divides 0 by 0, which is NaN in the whole row."


def _remedies(finding: Finding) -> tuple[str, ...]:
    where = in_line(finding)
    return (
        (
            f"Mask with a large finite number{where}, `tf.where(mask, logits, -1e9)`, and set rows "
            f"without any element to 0 after the softmax."
        ),
        "Or make sure that each row keeps one element, for example the position itself.",
    )


def _evidence(finding: Finding) -> str:
    return sentence(
        f"{of_elements(finding, 'infinite_logits', 'logits')} of its input are infinite"
        if "infinite_logits" in finding.evidence
        else "",
        change(finding),
    )


WORDING = Wording(_because, _why, _remedies, _evidence)
