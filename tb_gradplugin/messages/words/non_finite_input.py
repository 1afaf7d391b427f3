"""GH223."""

from __future__ import annotations

from tb_gradplugin.messages.flow_phrases import number, of_elements, sentence, verb
from tb_gradplugin.messages.phrases import at, called, fact, in_line
from tb_gradplugin.messages.words.wording import Wording
from tb_gradplugin.schema.findings import Finding


def _source(finding: Finding) -> str:
    name = called(finding, "source_name", "")
    if fact(finding, "source") == "variable":
        return f"the variable {name}" if name else "a variable"
    if fact(finding, "source") == "constant":
        return f"the constant {name}" if name else "a constant"
    return f"the data {name}" if name else "the data"


def _because(finding: Finding) -> str:
    held = "NaN" if number(finding, "source_nan_count") else "infinity"
    return f"{_source(finding)} that is used{at(finding)} already contains {held}"


def _why(finding: Finding) -> str:
    if fact(finding, "source") == "variable":
        return (
            "A variable that was once updated with NaN stays NaN; the cause lies in a step before."
        )
    return "One NaN in a batch reaches every variable by way of the loss."


def _remedies(finding: Finding) -> tuple[str, ...]:
    if fact(finding, "source") == "variable":
        return (
            (
                "Restore the variable from a checkpoint before it became NaN, and ask for the step "
                "at which it did; clip gradients to bound single steps."
            ),
        )
    return (
        (
            f"Clean the data before it is used{in_line(finding)}: drop or fill what is missing, "
            f"and check a batch with `tf.debugging.assert_all_finite`."
        ),
        "If missing values are meant, replace them and give them the weight 0.",
    )


def _evidence(finding: Finding) -> str:
    nans = number(finding, "source_nan_count")
    key = "source_nan_count" if nans else "source_inf_count"
    if key not in finding.evidence:
        return ""
    elements = of_elements(finding, key, "source_elements")
    return sentence(
        f"{elements} of a {fact(finding, 'source_dtype')} tensor of shape "
        f"{fact(finding, 'source_shape')} {verb(elements)} {'NaN' if nans else 'infinite'}"
    )


WORDING = Wording(_because, _why, _remedies, _evidence)
