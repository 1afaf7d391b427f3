"""GH204."""

from __future__ import annotations

from tb_gradplugin.messages.flow_phrases import change, op, sentence, the_op
from tb_gradplugin.messages.phrases import at, called, fact, in_line
from tb_gradplugin.messages.words import array_writes
from tb_gradplugin.messages.words.wording import Wording
from tb_gradplugin.schema.findings import Finding


def _because(finding: Finding) -> str:
    if "function" in finding.evidence:
        return f"the custom gradient of `{fact(finding, 'function')}`{at(finding)} gives zeros"
    if "unwritten" in finding.evidence:
        array = called(finding, "array", "of `tf.TensorArray`")
        return f"it is computed with zeros: nothing is written to the array {array}{at(finding)}"
    if "factor_kind" in finding.evidence:
        name = called(finding, "factor", "")
        made = op(fact(finding, "factor_op")) if "factor_op" in finding.evidence else ""
        what = name or (f"the result of {made}" if made else "a tensor")
        return f"it is multiplied by {what}, which is all zero{at(finding)}"
    return f"the derivative of {the_op(finding)} is zero at every element that counts"


def _why(finding: Finding) -> str:
    if "function" in finding.evidence:
        return "A custom gradient takes the place of all derivatives inside of its function."
    if "unwritten" in finding.evidence:
        return (
            "A `tf.TensorArray` to which nothing is written is read as zeros; what is multiplied "
            "by them has a gradient of zero."
        )
    return "The gradient at an input is a product; where one factor is zero, so is all of it."


def _remedies(finding: Finding) -> tuple[str, ...]:
    where = in_line(finding, otherwise=" there")
    if "unwritten" in finding.evidence:
        return (array_writes.keep(finding),)
    if "factor_kind" in finding.evidence:
        factor = called(finding, "factor", "what it is multiplied by")
        return (
            (
                f"See why {factor}{where} is all zero, for example by a division of whole numbers; "
                f"if it is a mask or a weight, expected for a batch in which nothing counts."
            ),
        )
    if "function" in finding.evidence:
        function = fact(finding, "function")
        return (f"See why the gradient function of `{function}`{where} returns zeros.",)
    return (f"Print the input of {op(finding.op_type)}{where}, and keep it where it has a slope.",)


def _evidence(finding: Finding) -> str:
    unkept = array_writes.unkept(finding) if "unkept_by" in finding.evidence else ""
    return sentence(unkept, change(finding))


WORDING = Wording(_because, _why, _remedies, _evidence)
