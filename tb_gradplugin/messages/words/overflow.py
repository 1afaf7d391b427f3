"""GH220."""

from __future__ import annotations

from tb_gradplugin.messages.flow_phrases import (
    change,
    large_data,
    of_elements,
    op,
    scale_remedy,
    sentence,
    sized,
    the_op,
    verb,
)
from tb_gradplugin.messages.phrases import fact, in_line
from tb_gradplugin.messages.words.wording import Wording
from tb_gradplugin.schema.findings import Finding


def _because(finding: Finding) -> str:
    dtype = fact(finding, "dtype", "its dtype")
    if fact(finding, "how") == "gradient":
        return f"the gradient itself overflows in {dtype} at {the_op(finding)}"
    return f"{the_op(finding)} overflows in {dtype}"


def _why(finding: Finding) -> str:
    if fact(finding, "how") == "gradient":
        return "A gradient beyond the largest number of its dtype becomes infinite, then NaN."
    return "A result beyond the largest number of its dtype is infinite; what follows gives NaN."


def _remedies(finding: Finding) -> tuple[str, ...]:
    where = in_line(finding)
    if fact(finding, "how") == "exponential":
        return (
            (
                f"Use the stable form{where}: `tf.nn.softmax`, `tf.reduce_logsumexp`, "
                f"`tf.math.softplus` or a loss with `from_logits=True` subtract the largest "
                "exponent."
            ),
            scale_remedy(finding) or "Otherwise bound the exponent: `tf.exp(tf.minimum(x, 50.0))`.",
        )
    if fact(finding, "dtype") == "float16":
        return (
            f"Use float32{where}, or bfloat16, which reaches as far.",
            (
                "With loss scaling, use a dynamic scale, which is halved on overflow: "
                "`keras.mixed_precision.LossScaleOptimizer`."
            ),
        )
    return (
        scale_remedy(finding)
        or f"Bring the values that go into {op(finding.op_type)}{where} to the size of one.",
        "If such numbers are right, work with their logarithms or in float64.",
    )


def _evidence(finding: Finding) -> str:
    elements = of_elements(finding, "overflow_elements")
    return sentence(
        f"its largest input is {sized(finding, 'input_max')}, limit {sized(finding, 'limit')}"
        if "limit" in finding.evidence
        else "",
        f"{elements} of its result {verb(elements)} infinite"
        if "overflow_elements" in finding.evidence
        else "",
        f"the largest element of the gradient is {sized(finding, 'gradient_max_abs')}, the "
        f"largest number of {fact(finding, 'dtype')} {sized(finding, 'largest')}"
        if "gradient_max_abs" in finding.evidence
        else "",
        change(finding),
        large_data(finding),
    )


WORDING = Wording(_because, _why, _remedies, _evidence)
