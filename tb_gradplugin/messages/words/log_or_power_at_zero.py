"""GH217."""

from __future__ import annotations

from tb_gradplugin.messages.flow_phrases import (
    change,
    number,
    of_elements,
    sentence,
    sized,
    the_op,
    verb,
)
from tb_gradplugin.messages.phrases import in_line
from tb_gradplugin.messages.words.wording import Wording
from tb_gradplugin.schema.findings import Finding


def _because(finding: Finding) -> str:
    edge = "-1" if finding.op_type in ("Log1p", "Xlog1py") else "0"
    if number(finding, "zero_count"):
        elements = of_elements(finding, "zero_count")
        return f"{elements} of the input of {the_op(finding)} {verb(elements)} {edge}"
    return f"the input of {the_op(finding)} comes down to {sized(finding, 'input_min_abs')}"


def _why(finding: Finding) -> str:
    if finding.op_type == "Pow":
        return "With an exponent below 1, the slope of a power is infinite at 0."
    return (
        "At 0 both log(x) and its slope 1 / x are infinite, and NaN where they meet a factor of 0."
    )


def _remedies(finding: Finding) -> tuple[str, ...]:
    where = in_line(finding)
    if finding.op_type == "Pow":
        return (
            f"Keep the base away from 0{where}: `tf.pow(tf.maximum(x, 1e-7), p)`, or `x + 1e-7`.",
            "If zeros are chosen away afterwards, replace them by 1 before the power.",
        )
    return (
        (
            f"If it is the logarithm of a softmax or sigmoid{where}, compute the loss from the "
            f"logits: `tf.nn.log_softmax`, `tf.math.log_sigmoid`, or a loss with "
            "`from_logits=True`."
        ),
        (
            "Otherwise keep the input away from 0: `tf.math.log(x + 1e-7)`, or `tf.math.xlogy` for "
            "x * log(y)."
        ),
    )


def _evidence(finding: Finding) -> str:
    return sentence(
        f"the exponent is {sized(finding, 'exponent')}" if "exponent" in finding.evidence else "",
        f"the smallest input is {sized(finding, 'input_min')}"
        if "input_min" in finding.evidence
        else "",
        change(finding),
    )


WORDING = Wording(_because, _why, _remedies, _evidence)
