"""GN108."""

from __future__ import annotations

from tb_gradplugin.messages.phrases import (
    at,
    called,
    fact,
    has_other_cuts,
    in_line,
    it,
    its,
    one_way_ends,
)
from tb_gradplugin.messages.words.wording import Wording
from tb_gradplugin.schema.findings import Finding


def _because(finding: Finding) -> str:
    if has_other_cuts(finding):
        return one_way_ends(finding, "a new `tf.Variable` that takes over the value")
    if "initializer" in finding.evidence:
        return (
            f"what an initializer computes from {it(finding)} is only the first value of another "
            f"variable{at(finding)}"
        )
    return (
        f"{its(finding)} value is wrapped in a new `tf.Variable` on the way to the "
        f"loss{at(finding)}"
    )


def _evidence(finding: Finding) -> str:
    if "other" not in finding.evidence:
        return ""
    if "initializer" in finding.evidence:
        return (
            f"no op has read {it(finding)}; the loss reads {called(finding, 'other', 'another')}, "
            f"a variable that the initializer{in_line(finding)} gave its first value."
        )
    if name := fact(finding, "made_anew"):
        return (
            f"no op has read {it(finding)}; each call gives `{name}` a new variable"
            f"{in_line(finding)}, made of the one that it held before."
        )
    return (
        f"no op has read {it(finding)}; the loss reads {called(finding, 'other', 'another')}, a "
        f"variable made{in_line(finding)} before the loss."
    )


def _why(_: Finding) -> str:
    return (
        "A new variable takes over the present value of its initial value and nothing of how that "
        "was computed: the gradient ends at the new variable."
    )


def _remedies(finding: Finding) -> tuple[str, ...]:
    if "initializer" in finding.evidence:
        return (
            (
                f"Compute what is made of {it(finding)} inside of the loss function, and use it "
                f"there in place of {called(finding, 'other', 'the new variable')}, such as with "
                f"`tf.matmul` or `tf.nn.conv2d`."
            ),
            "If it is meant as a start value, ask for the gradient of the new variable.",
        )
    if name := fact(finding, "made_anew"):
        return (
            (
                f"Keep the variable of `{name}`, and give the tensor that is computed from it"
                f"{in_line(finding, otherwise=' there')} another name, without `tf.Variable(...)` "
                f"around it."
            ),
            f"To change the variable itself, use `{name}.assign(...)`.",
        )
    if "other" in finding.evidence:
        return (
            (
                f"Keep {it(finding)} as given{in_line(finding, otherwise=' there')}, without "
                f"`tf.Variable(...)`, and compute what is made of {it(finding)} inside of the loss "
                f"function; or ask for the gradient of the new variable."
            ),
        )
    return (
        (
            f"Use the tensor itself{in_line(finding, otherwise=' there')}, without "
            f"`tf.Variable(...)` around it."
        ),
    )


WORDING = Wording(_because, _why, _remedies, _evidence)
