"""GH215."""

from __future__ import annotations

from tb_gradplugin.messages.flow_phrases import change, of_elements, sentence, sized, the_op, verb
from tb_gradplugin.messages.phrases import fact, in_line
from tb_gradplugin.messages.words.wording import Wording
from tb_gradplugin.schema.findings import Finding


def _because(finding: Finding) -> str:
    how = fact(finding, "how")
    dtype = fact(finding, "dtype", "the dtype")
    if how == "exponential":
        return f"{the_op(finding)} underflows: all of its results are too small for {dtype}"
    if how == "quotient":
        elements = of_elements(finding, "underflow_elements")
        return (
            f"{elements} of the result of {the_op(finding)} "
            f"{verb(elements, 'underflows', 'underflow')} to 0 in {dtype}, and their sum is "
            f"divided by"
        )
    if how == "gradient":
        return f"the gradient itself underflows in {dtype} at {the_op(finding)}"
    return f"the result of {the_op(finding)} underflows to 0 in {dtype}"


def _why(finding: Finding) -> str:
    if fact(finding, "how") == "exponential":
        return "The derivative of the exponential is its result: where that is 0, so is the other."
    return "Numbers below the smallest of their dtype become 0."


def _remedies(finding: Finding) -> tuple[str, ...]:
    where = in_line(finding)
    if fact(finding, "how") == "quotient":
        return (
            (
                f"Use `tf.nn.softmax`{where}, which subtracts the largest exponent first, or stay "
                f"in the logarithm with `tf.nn.log_softmax` and `tf.reduce_logsumexp`."
            ),
            "Or scale the exponent; float64 reaches down to exp(-708).",
        )
    if fact(finding, "how") == "exponential":
        return (
            (
                f"Stay in the logarithm{where}: use the exponent itself, or `tf.reduce_logsumexp`, "
                f"instead of sums and products of exponentials."
            ),
            "Or scale the exponent; float64 reaches down to exp(-708).",
        )
    if fact(finding, "dtype") == "float16":
        return (
            (
                "Scale the loss: `keras.mixed_precision.LossScaleOptimizer`, or multiply the loss "
                "and divide the gradients by the same number."
            ),
            (f"Or use float32{where}, or bfloat16, which reaches as far down."),
        )
    return (
        f"Use float64{where}, or rescale what is so small.",
        "Initialise and normalise the layers so that the gradient keeps its size.",
    )


def _evidence(finding: Finding) -> str:
    return sentence(
        f"its smallest input is {sized(finding, 'input_min')}, limit {sized(finding, 'limit')} in "
        f"{fact(finding, 'dtype')}"
        if "input_min" in finding.evidence
        else "",
        f"its largest input is {sized(finding, 'input_max')}, limit {sized(finding, 'limit')} in "
        f"{fact(finding, 'dtype')}"
        if "input_max" in finding.evidence
        else "",
        f"the largest element of the gradient is {sized(finding, 'gradient_max_abs')}, the "
        f"smallest number of {fact(finding, 'dtype')} is {sized(finding, 'smallest')}"
        if "gradient_max_abs" in finding.evidence
        else "",
        f"the largest element of its input is {sized(finding, 'input_max_abs')}, the smallest "
        f"number of {fact(finding, 'dtype')} is {sized(finding, 'smallest')}"
        if "input_max_abs" in finding.evidence
        else "",
        change(finding),
    )


WORDING = Wording(_because, _why, _remedies, _evidence)
