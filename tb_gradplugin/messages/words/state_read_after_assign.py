"""GN113."""

from __future__ import annotations

from tb_gradplugin.messages.phrases import at, called, fact, has_other_cuts, in_line, its, many
from tb_gradplugin.messages.words.wording import Wording
from tb_gradplugin.schema.findings import Finding


def _because(finding: Finding) -> str:
    value = "their values go" if many(finding) else "its value goes"
    if _is_table(finding):
        return f"{value} into a lookup table{at(finding)}, and the loss looks up what it holds"
    if _is_queue(finding):
        return f"{value} into a queue{at(finding)}, and the loss takes out what it holds"
    state = called(finding, "state", "another variable")
    read = called(finding, "state", "that variable")
    return f"{value} into {state} by assignment{at(finding)}, and the loss reads {read}"


def _is_table(finding: Finding) -> bool:
    return finding.op_type.startswith("LookupTable")


def _is_queue(finding: Finding) -> bool:
    return finding.op_type.startswith(("Queue", "Stack", "Stage", "MapStage", "OrderedMapStage"))


def _why(finding: Finding) -> str:
    if _is_table(finding):
        return "A lookup table hands out the values that it holds, not how they were computed."
    if _is_queue(finding):
        return "A queue hands out the values that were put in, not how they were computed."
    return "A variable hands the tape its present value, not the history that produced it."


def _remedies(finding: Finding) -> tuple[str, ...]:
    if _is_table(finding):
        return (
            (
                f"Keep the values as a tensor and compute the loss from it, for example with "
                f"`tf.gather`; put them into the table{in_line(finding)} after the gradient is "
                f"taken."
            ),
        )
    if _is_queue(finding):
        return (f"Hand the values on as a tensor, without the queue{in_line(finding)}.",)
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
    stored = "insertion" if _is_table(finding) or _is_queue(finding) else "assignment"
    only = "one of the ways" if has_other_cuts(finding) else "the only way"
    return (
        f"{only} from {its(finding)} value to the loss is the {stored}"
        f"{in_line(finding)} and the later read{in_line(finding, 1)}."
    )


WORDING = Wording(_because, _why, _remedies, _evidence)
