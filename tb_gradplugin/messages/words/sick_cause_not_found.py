"""GH299."""

from __future__ import annotations

from tb_gradplugin.messages.flow_phrases import number, sized
from tb_gradplugin.messages.phrases import at, fact, first_line, in_line, many, names
from tb_gradplugin.messages.words.wording import Wording
from tb_gradplugin.schema.findings import Finding

_STATUSES = {
    "nonfinite": "a non-finite gradient",
    "zero": "a zero gradient",
    "exploding": "an exploding gradient",
    "vanishing": "a vanishing gradient",
}


def _because(finding: Finding) -> str:
    return f"of an unknown cause{at(finding)}"


def _headline(finding: Finding) -> str:
    receives = "receive" if many(finding) else "receives"
    sick = _STATUSES.get(finding.status, "a sick gradient")
    subject = f"{names(finding.variables)} {receives} {sick}"
    raised = fact(finding, "exception")
    if raised:
        return (
            f"{subject}, and the program raised when it was evaluated op by op{at(finding)}: "
            f"{first_line(raised, 120)}"
        )
    failed = fact(finding, "failure")
    if failed:
        return f"{subject}, and the search for the cause failed: {first_line(failed, 120)}"
    known = f"the {len(finding.ruled_out)} causes that were looked for"
    return f"{subject}, and none of {known} explains it."


def _why(_: Finding) -> str:
    return ""


def _remedies(finding: Finding) -> tuple[str, ...]:
    if "exception" in finding.evidence:
        return (
            (
                f"Make the loss function run op by op{in_line(finding)}, without `tf.function` "
                f"where it has one, and ask again."
            ),
        )
    return (
        (
            "Run `explain` on the exact function and inputs of the failing step, and open an issue "
            "with that program if the answer stays the same."
        ),
    )


def _evidence(finding: Finding) -> str:
    if "op_by_op_l2_norm" in finding.evidence:
        spoilt = number(finding, "op_by_op_nonfinite_elements")
        found = f"{int(spoilt)} elements not finite" if spoilt else "all finite"
        return (
            f"evaluated once more, op by op, the gradient has the L2 norm "
            f"{sized(finding, 'op_by_op_l2_norm')} ({found})."
        )
    if "op_by_op" in finding.evidence:
        return "evaluated once more, op by op, there is no gradient at all."
    return ""


WORDING = Wording(_because, _why, _remedies, _evidence, _headline)
