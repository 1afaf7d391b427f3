"""GN103."""

from __future__ import annotations

from tb_gradplugin.messages.phrases import (
    at,
    called,
    fact,
    first_line,
    in_line,
    inner_tape_gave,
    its,
    many,
    op,
    way,
)
from tb_gradplugin.messages.words.decisions import WHY_NO_DECISION, blended, only_decides
from tb_gradplugin.messages.words.wording import Wording
from tb_gradplugin.schema.findings import Finding


def _because(finding: Finding) -> str:
    dtype = fact(finding, "variable_dtype")
    if dtype:
        return f"{its(finding)} dtype is {dtype}{at(finding)}"
    if "source_dtype" in finding.evidence:
        source, dtype = called(finding, "inner_source", "a tensor"), fact(finding, "source_dtype")
        where = at(finding)
        return f"{inner_tape_gave(finding)} for {source}, whose dtype is {dtype}{where}"
    if "only_decides" in finding.evidence:
        return only_decides(finding)
    return (
        f"{way(finding)} is turned from {fact(finding, 'from_dtype')} into "
        f"{fact(finding, 'to_dtype')} by {op(finding.op_type)}{at(finding)}"
    )


def _is_of_value(finding: Finding) -> bool:
    return "variable_dtype" in finding.evidence or "source_dtype" in finding.evidence


def _why(finding: Finding) -> str:
    if _is_of_value(finding):
        return "Gradients exist for floating-point and complex numbers only."
    if "only_decides" in finding.evidence:
        return WHY_NO_DECISION
    return (
        "Gradients are carried by floating-point tensors only; turning the value back into a "
        "float later does not restore the way."
    )


def _remedies(finding: Finding) -> tuple[str, ...]:
    if "source_dtype" in finding.evidence:
        source = fact(finding, "inner_source", "x")
        return (
            (
                f"Turn `{source}` into a float before the inner tape is opened, such as "
                f"`x = tf.cast({source}, tf.float32)`, and watch and use the float."
            ),
        )
    if "variable_dtype" in finding.evidence:
        these = "them" if many(finding) else "it"
        return (
            (
                f"If the loss should train {these}, create {these} with a floating-point value, "
                f"such as `tf.Variable(3.0)` instead of `tf.Variable(3)`."
            ),
            f"Otherwise leave {these} out of the variables given to `tape.gradient`.",
        )
    if "only_decides" in finding.evidence:
        return (blended(finding),)
    kept = fact(finding, "from_dtype", "float32")
    if fact(finding, "to_dtype") == "bool":
        second = "To choose by it, use `tf.where` on values that have a gradient themselves."
    elif fact(finding, "to_dtype") == "string":
        second = "Turn into text only what is logged or printed."
    else:
        second = (
            "If whole numbers are needed in the forward pass, round with a straight-through "
            "estimator instead: `x + tf.stop_gradient(tf.round(x) - x)`."
        )
    where = in_line(finding, otherwise=" there")
    return f"Keep the value in {kept}{where} and up to the loss.", second


def _evidence(finding: Finding) -> str:
    raised = fact(finding, "exception")
    return f"raised: {first_line(raised)}" if raised else ""


WORDING = Wording(_because, _why, _remedies, _evidence)
