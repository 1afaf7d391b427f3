"""GN119."""

from __future__ import annotations

from tb_gradplugin.messages.phrases import at, called, fact, first_line, in_line, it
from tb_gradplugin.messages.words.wording import Wording
from tb_gradplugin.schema.findings import Finding

_BECAUSE = {
    "second_call": "`gradient` was called twice on a tape that is not persistent",
    "graph_only": "`tf.gradients` was called in eager code",
    "not_recording": "the tape was not recording when it was used",
    "no_tape": "no tape was open",
    "stopped": "what was computed while the tape had stopped recording is a constant to it",
    "other_thread": "what another thread computed is a constant to the tape",
    "other_tape": "the tape that was asked did not record the way from the loss",
    "inner_before": "the tape inside of the loss was opened after what its target is computed "
    "from was made",
    "inner_closed": "the tape inside of the loss was closed when its target was computed",
    "inner_late": "the tape inside of the loss watches its source only after that was used",
    "inner_function": "the tape inside of the loss was asked about two results of one "
    "`tf.function`",
    "inner_reset": "the tape inside of the loss was reset after its target was computed",
    "inner_stopped": "the tape inside of the loss had stopped recording when what its target is "
    "computed from was made",
    "inner_target": "the tape inside of the loss was asked about a target that does not depend on "
    "its source",
}


def _because(finding: Finding) -> str:
    misuse = fact(finding, "misuse")
    return f"{_BECAUSE.get(misuse, 'a tape was used in another way than it allows')}{at(finding)}"


def _why(finding: Finding) -> str:
    if fact(finding, "misuse") == "second_call":
        return "A tape gives its records up at the first `gradient`, unless it is persistent."
    if fact(finding, "misuse") == "other_thread":
        return "A tape records the ops of the thread that opened it, and of no other."
    if fact(finding, "misuse") == "inner_function":
        return (
            "To a tape around it, a `tf.function` is one op: its results depend on what goes into "
            "it, and not on each other."
        )
    return "A tape knows only the ops that ran while it was open and recording."


def _remedies(finding: Finding) -> tuple[str, ...]:
    if fact(finding, "misuse") == "second_call":
        return (
            f"Ask for all gradients in one call{in_line(finding)}: `tape.gradient(loss, [a, b])`.",
            "Or open it with `tf.GradientTape(persistent=True)`, and delete it after use.",
        )
    if fact(finding, "misuse") == "graph_only":
        return ("Open a `tf.GradientTape()` around the computation and ask it instead.",)
    if fact(finding, "misuse") == "other_thread":
        return (
            f"Compute it{in_line(finding)} in the thread that opened the tape.",
            "Or open a tape in each thread, ask it there, and add the gradients up.",
        )
    if fact(finding, "misuse") == "stopped":
        return (
            f"Move what the gradient needs{in_line(finding)} out of `tape.stop_recording()`.",
            f"If it is meant as a constant, leave {it(finding)} out of what the tape is asked for.",
        )
    if fact(finding, "misuse") == "inner_stopped":
        return (f"Move what the gradient needs{in_line(finding)} out of `tape.stop_recording()`.",)
    if fact(finding, "misuse") == "inner_before":
        return (
            f"Move what the gradient needs{in_line(finding)} into the `with` block of the tape.",
        )
    if fact(finding, "misuse") == "inner_late":
        return ("Call `tape.watch` right after the inner tape is opened.",)
    if fact(finding, "misuse") == "inner_reset":
        return ("Leave `tape.reset()` out, or call it before the target is computed.",)
    if fact(finding, "misuse") == "inner_function":
        source = called(finding, "inner_source", "the source")
        return (
            f"Open the tape and ask it{in_line(finding)} inside of the function.",
            f"Or compute the target from {source} outside of the function that gives {source}.",
        )
    if fact(finding, "misuse") == "inner_target":
        return _remedies_of_target(finding)
    if fact(finding, "misuse") == "inner_closed":
        return (
            (
                f"Compute the target{in_line(finding)} from the source while the inner "
                f"tape is open, that is inside of its `with` block."
            ),
        )
    return (
        (
            "Compute the loss, from the forward pass on, inside of `with tf.GradientTape()`, "
            "and ask that same tape."
        ),
    )


def _remedies_of_target(finding: Finding) -> tuple[str, ...]:
    source = called(finding, "inner_source", "the source")
    used = [f"`{name}`" for name in fact(finding, "inner_uses").split(", ") if name]
    if used:
        one = len(used) == 1
        return (
            (
                f"Compute the target{in_line(finding)} from {source} itself: {' and '.join(used)}, "
                f"which it is computed from, {'was' if one else 'were'} made before the inner tape "
                f"was opened. If {'it is' if one else 'they are'} computed from {source}, do so "
                f"inside of its `with` block."
            ),
        )
    return (
        (
            f"Compute the target{in_line(finding)} from {source} itself, inside of the `with` "
            f"block of the inner tape; another tensor of the same numbers is not the same source."
        ),
    )


def _evidence(finding: Finding) -> str:
    raised = fact(finding, "exception")
    return f"raised: {first_line(raised)}" if raised else ""


WORDING = Wording(_because, _why, _remedies, _evidence)
