"""GN107."""

from __future__ import annotations

from tb_gradplugin.messages.phrases import at, fact, in_line, it, its, lines_told
from tb_gradplugin.messages.words.wording import Wording
from tb_gradplugin.schema.findings import Finding


def _tensors(finding: Finding) -> str:
    tensors = [name for name in fact(finding, "tensor").split(", ") if name]
    if not tensors:
        return "tensors"
    return " and ".join(f"`{name}`" for name in tensors[:2])


def _computed(finding: Finding) -> str:
    if fact(finding, "tensor"):
        return _tensors(finding)
    return f"that{in_line(finding)}" if "kept" in finding.evidence else "them"


def _is_cached(finding: Finding) -> bool:
    """Whether a function keeps it, and hands it out in later calls."""
    return fact(finding, "kept") == "cached"


def _because(finding: Finding) -> str:
    if "traced" in finding.evidence:
        return (
            f"`{fact(finding, 'traced')}` is a `tf.function` that was traced before, and its "
            f"graph, which is used again, does not read {it(finding)}{at(finding)}"
        )
    if not fact(finding, "tensor"):
        return f"the loss rests on what was computed before the tape was opened{at(finding)}"
    if _is_cached(finding):
        return (
            f"the loss rests on {_tensors(finding)}, kept by a call before the tape was "
            f"opened{at(finding)}"
        )
    taken = " and taken over" if "anew" in finding.evidence else ""
    return (
        f"the loss rests on {_tensors(finding)}, computed before the tape was "
        f"opened{taken}{at(finding)}"
    )


def _why(finding: Finding) -> str:
    if fact(finding, "built_by"):
        return (
            "A `tf.function` is traced once for inputs of one kind. Keras builds a model by "
            "calling it before there are variables; what is traced then holds initial values in "
            "their place."
        )
    if "traced" in finding.evidence:
        return (
            "A `tf.function` is traced once for inputs of one kind. Its graph keeps what Python "
            "had then."
        )
    return "A tape records ops while it is open. What is older is a constant to it."


def _remedies(finding: Finding) -> tuple[str, ...]:
    if "traced" in finding.evidence:
        return _of_traced(finding)
    if _is_cached(finding):
        kept = _tensors(finding) if fact(finding, "tensor") else "what is kept"
        return (
            (
                f"Compute {kept} anew in each call, inside of `with tf.GradientTape()`: keep "
                f"nothing{in_line(finding)}, or empty what is kept before each step."
            ),
        )
    if "anew" in finding.evidence:
        anew, key = fact(finding, "anew"), fact(finding, "key")
        return (
            f"Compute `{key}` anew from {it(finding)}{in_line(finding)}, as `{anew}` beside it is.",
        )
    computed = (
        f"{_computed(finding)} from {it(finding)} inside of the loss function, that is inside of "
        f"`with tf.GradientTape()`."
    )
    step = fact(finding, "own_step")
    if not step:
        return (f"Compute {computed}",)
    return (
        f"If it is meant, leave {it(finding)} out of the variables asked about here.",
        f"If not, compute {computed}",
    )


def _of_traced(finding: Finding) -> tuple[str, ...]:
    function = f"`{fact(finding, 'traced')}`"
    if fact(finding, "built_by"):
        return (
            (
                f"Leave out the `tf.function` of {function}{in_line(finding)}. One around the "
                f"training step, or `model.compile`, makes a graph of it too."
            ),
            (
                f"If it should stay, make the variables before {function} is traced: give the "
                f"class a `build` that calls `build` of its layers."
            ),
        )
    return (
        (
            f"Have {function} traced once the program is as it should be: set up all that it "
            f"reads before its first call, or leave out its `tf.function`{in_line(finding)}."
        ),
    )


def _evidence(finding: Finding) -> str:
    if "traced" in finding.evidence:
        return (
            f"run op by op, `{fact(finding, 'traced')}` reads {it(finding)}; its graph was there "
            f"before the loss was evaluated, and does not."
        )
    if _is_cached(finding):
        return (
            f"what is computed from {it(finding)}{in_line(finding, 2)} is kept{in_line(finding)}; "
            f"later calls hand it out{in_line(finding, 1)}, and do not compute it anew."
        )
    if "anew" in finding.evidence:
        anew, key = fact(finding, "anew"), fact(finding, "key")
        return (
            f"`{key}` is taken as it was kept{in_line(finding, 1)}, and stands{in_line(finding)} "
            f"beside `{anew}`, which the loss computes anew."
        )
    if "kept" in finding.evidence:
        is_later = fact(finding, "kept") == "later"
        kept = f"kept{in_line(finding, 1)}" if is_later else "kept"
        place = 2 if is_later else 1
        is_used = "used" not in finding.evidence and lines_told(finding) > place
        used = f" and used{in_line(finding, place)}" if is_used else ""
        has_more = is_later and is_used and lines_told(finding) > place + 1
        # Others are told of here where there is no room for them above.
        beside = f"; so is what is computed{in_line(finding, place + 1)}" if has_more else ""
        made = f"what is computed from {it(finding)}{in_line(finding)}"
        return f"{made} is {kept}{used}{beside}{_own_step(finding)}."
    if "of_its_shape" in finding.evidence:
        return (
            f"the loss does not read {it(finding)}; {_tensors(finding)} of the same shape existed "
            f"before the evaluation, and may hold {its(finding)} value."
        )
    if "is_loss" in finding.evidence:
        return (
            f"the loss depends on no variable: {_tensors(finding)} is all of it, existed before "
            f"the evaluation, and may hold {its(finding)} value."
        )
    return (
        f"the evaluation of the loss reads no variable at all; {_tensors(finding)} existed before "
        f"it, and may hold {its(finding)} value."
    )


def _own_step(finding: Finding) -> str:
    step, loss = fact(finding, "own_step"), fact(finding, "own_loss")
    if not step:
        return ""
    if fact(finding, "own_copy"):
        return f"; {step} copies others into {it(finding)}"
    asks = f"asks for {its(finding)} gradient by another loss"
    return f"; `{loss}` in {step} is a loss for {it(finding)}" if loss else f"; {step} {asks}"


WORDING = Wording(_because, _why, _remedies, _evidence)
