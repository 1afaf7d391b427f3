"""GN115."""

from __future__ import annotations

from tb_gradplugin.messages.phrases import at, fact, in_line, many
from tb_gradplugin.messages.words.wording import Wording
from tb_gradplugin.schema.findings import Finding


def _region(finding: Finding) -> str:
    if fact(finding, "region") == "while":
        return "the body of a loop that made no trip"
    branch = fact(finding, "branch")
    return (
        f"the {branch} branch of a condition, which was not taken"
        if branch
        else ("a branch that was not taken")
    )


def _because(finding: Finding) -> str:
    verb = "they are" if many(finding) else "it is"
    return f"{verb} used only in {_region(finding)}{at(finding)}"


def _why(_: Finding) -> str:
    return "Only what ran has a gradient; a part of the program that did not run leaves none."


def _remedies(finding: Finding) -> tuple[str, ...]:
    condition = f"the condition{in_line(finding)}"
    return (
        (
            f"Expected if {condition} turns out otherwise in other steps; "
            f"`unconnected_gradients='zero'` gives zeros instead of None."
        ),
        (
            "If it should always count, compute both sides and blend them, for example with "
            "`tf.where` or a weight between 0 and 1."
        ),
    )


WORDING = Wording(_because, _why, _remedies)
