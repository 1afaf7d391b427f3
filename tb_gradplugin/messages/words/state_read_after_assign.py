"""GN113."""

from __future__ import annotations

from tb_gradplugin.messages.phrases import at, called, fact, in_line, its, many
from tb_gradplugin.messages.words.wording import Wording
from tb_gradplugin.schema.findings import Finding


def _because(finding: Finding) -> str:
    state = called(finding, "state", "another variable")
    value = "their values go" if many(finding) else "its value goes"
    return f"{value} into {state} by assignment{at(finding)}, and the loss reads {state}"


def _why(_: Finding) -> str:
    return "A variable hands the tape its present value, not the history that produced it."


def _remedies(finding: Finding) -> tuple[str, ...]:
    state = fact(finding, "state") or "state"
    name = state if state.isidentifier() else "state"
    return (
        (
            f"Keep the new value as a tensor, `new_{name} = ...`, compute the loss from it, and "
            f"assign it{in_line(finding)} after the gradient is taken."
        ),
    )


def _evidence(finding: Finding) -> str:
    if len(finding.locations) < 2:
        return ""
    return (
        f"the only way from {its(finding)} value to the loss is the assignment"
        f"{in_line(finding)} and the later read{in_line(finding, 1)}."
    )


WORDING = Wording(_because, _why, _remedies, _evidence)
