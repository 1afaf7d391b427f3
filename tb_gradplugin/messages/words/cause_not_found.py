"""GN199."""

from __future__ import annotations

from tb_gradplugin.messages.phrases import at, fact, first_line, in_line, many, names
from tb_gradplugin.messages.words.wording import Wording
from tb_gradplugin.schema.findings import Finding


def _because(finding: Finding) -> str:
    return f"of an unknown cause{at(finding)}"


def _headline(finding: Finding) -> str:
    receives = "receive" if many(finding) else "receives"
    subject = f"{names(finding.variables)} {receives} no gradient"
    raised = fact(finding, "exception")
    if raised:
        return (
            f"{subject} because the program raised before there was a loss{at(finding)}: "
            f"{first_line(raised, 120)}"
        )
    failed = fact(finding, "failure")
    if failed:
        return f"{subject}, and the search for the cause failed: {first_line(failed, 120)}"
    known = f"the {len(finding.ruled_out)} causes that were looked for"
    return f"{subject}, and none of {known} explains it."


def _why(finding: Finding) -> str:
    if "exception" in finding.evidence:
        return "Without a loss there is nothing to differentiate."
    return ""


def _remedies(finding: Finding) -> tuple[str, ...]:
    if "exception" in finding.evidence:
        return (f"Repair the exception{in_line(finding)} first, then ask again.",)
    return (
        (
            "Run `explain` on the exact function and inputs of the failing step, and open an issue "
            "with that program if the answer stays the same."
        ),
    )


def _evidence(finding: Finding) -> str:
    if "exception" in finding.evidence or "failure" in finding.evidence:
        return ""
    return (
        "a way was found along which TensorFlow hands a gradient on; the loss was evaluated again "
        "for this, and may have run other code than before."
    )


WORDING = Wording(_because, _why, _remedies, _evidence, _headline)
