"""GH213."""

from __future__ import annotations

from tb_gradplugin.messages.flow_phrases import change, of_elements, op, sentence, the_op, verb
from tb_gradplugin.messages.phrases import at, called, fact, in_line, leave_out, many
from tb_gradplugin.messages.words.wording import Wording
from tb_gradplugin.schema.findings import Finding


def _because(finding: Finding) -> str:
    how = fact(finding, "how")
    if how == "condition":
        none = fact(finding, "chosen_elements") == "0"
        which = f"the {fact(finding, 'branch', 'second')} argument of {the_op(finding)}"
        return f"{which} is chosen {'for no element' if none else 'only where no gradient comes'}"
    if how == "mask":
        return f"the mask that it is multiplied by{at(finding)} is 0 everywhere"
    if how == "weights":
        name = called(finding, "factor", "the tensor")
        return f"{name} that it is multiplied by{at(finding)} is 0 everywhere"
    if how == "number":
        becomes = "they become" if many(finding) else "it becomes"
        name = called(finding, "factor", "a number")
        return f"what {becomes} is multiplied by {name}{at(finding)}, which is 0"
    if how == "choice":
        return f"{op(fact(finding, 'choice'))}{at(finding)} chose others of their kind"
    if how == "others":
        if "lost_in" in finding.evidence:
            return f"the part that it becomes is taken{at(finding)} and not used for the loss"
        return f"the loss takes other parts{at(finding)} of the tensor that it becomes a part of"
    return f"what is selected{at(finding)} is empty"


def _why(finding: Finding) -> str:
    if finding.status == "nonfinite":
        return "A mean over nothing is 0 / 0, which is NaN."
    if fact(finding, "how") == "others":
        return "What is not taken has no part in the loss."
    if fact(finding, "how") == "choice":
        return "What is not chosen has no part in the loss."
    if fact(finding, "how") == "number":
        return "What is multiplied by 0 has no part in the loss."
    return "What is not selected has no part in the loss; a mean over nothing is NaN besides."


def _remedies(finding: Finding) -> tuple[str, ...]:
    where = in_line(finding)
    if fact(finding, "how") == "choice":
        return (
            (
                "Expected if which of them take part changes from batch to batch; where it does "
                "not, a term in the loss that spreads the choice keeps all of them in use."
            ),
        )
    if fact(finding, "how") == "others":
        return (
            (
                f"If the loss should depend on it, add what is computed from it{where} to the loss."
                if "lost_in" in finding.evidence
                else f"If the loss should depend on it, let it take that part as well{where}."
            ),
            f"If not, {leave_out(finding)}.",
        )
    if fact(finding, "how") == "number":
        return (
            (
                f"If the loss should depend on it, multiply by another number{where}: a weight of "
                "the loss such as `loss_weights` of `compile`, or one that a schedule sets."
            ),
            f"If not, {leave_out(finding)}.",
        )
    return (
        (
            f"Expected for a batch in which nothing is selected{where}; if it is so for every "
            f"batch, look at the condition."
        ),
        (
            "Weigh by the mask and divide safely, which holds for an empty one too: "
            "`tf.math.divide_no_nan(tf.reduce_sum(mask * x), tf.reduce_sum(mask))`."
        ),
    )


def _evidence(finding: Finding) -> str:
    elements = of_elements(finding, "chosen_elements")
    return sentence(
        f"no op on the way to the loss uses what {fact(finding, 'lost_in')} takes"
        if "lost_in" in finding.evidence
        else "",
        f"nothing reads `{fact(finding, 'unread')}`" if "unread" in finding.evidence else "",
        f"{elements} {verb(elements)} chosen" if "chosen_elements" in finding.evidence else "",
        change(finding),
    )


WORDING = Wording(_because, _why, _remedies, _evidence)
