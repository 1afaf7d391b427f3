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


def _is_nan(finding: Finding) -> bool:
    return bool(number(finding, "source_nan_count"))


def _because(finding: Finding) -> str:
    held = "NaN" if _is_nan(finding) else "infinity"
    return f"{_source(finding)} that is used{at(finding)} already contains {held}"


def _why(finding: Finding) -> str:
    if fact(finding, "source") != "variable":
        one = "NaN" if _is_nan(finding) else "infinity"
        return f"One {one} in a batch reaches every variable by way of the loss."
    if _is_nan(finding):
        return (
            "A variable that was once updated with NaN stays NaN; the cause lies in a step before."
        )
    return (
        "A variable that became infinite does not become finite again; the cause lies in a "
        "step before."
    )


def _remedies(finding: Finding) -> tuple[str, ...]:
    if fact(finding, "source") == "variable":
        held = "NaN" if _is_nan(finding) else "infinite"
        return (
            (
                f"Restore the variable from a checkpoint before it became {held}, and ask for the "
                "step at which it did; clip gradients to bound single steps."
            ),
        )
    if not _is_nan(finding):
        return (
            (
                f"Look where {_source(finding)} is made for a division by 0, the logarithm of 0 or "
                "a number too large for its dtype, and leave such samples out or clip them."
            ),
            (
                "Check a batch with `tf.debugging.assert_all_finite` before it is used"
                f"{in_line(finding)}."
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
    key = "source_nan_count" if _is_nan(finding) else "source_inf_count"
    if key not in finding.evidence:
        return ""
    elements = of_elements(finding, key, "source_elements")
    dtype = fact(finding, "source_dtype")
    of = f" of a {dtype} tensor of shape {fact(finding, 'source_shape')}" if dtype else ""
    held = "NaN" if _is_nan(finding) else "infinite"
    return sentence(f"{elements}{of} {verb(elements)} {held}")


WORDING = Wording(_because, _why, _remedies, _evidence)
