"""GN108."""

from __future__ import annotations

from tb_gradplugin.messages.phrases import at, has_other_cuts, in_line, its, one_way_ends
from tb_gradplugin.messages.words.wording import Wording
from tb_gradplugin.schema.findings import Finding


def _because(finding: Finding) -> str:
    if has_other_cuts(finding):
        return one_way_ends(finding, "a new `tf.Variable` that takes over the value")
    return (
        f"{its(finding)} value is wrapped in a new `tf.Variable` on the way to the "
        f"loss{at(finding)}"
    )


def _why(_: Finding) -> str:
    return (
        "A new variable takes over the present value of its initial value and nothing of how that "
        "was computed: the gradient ends at the new variable."
    )


def _remedies(finding: Finding) -> tuple[str, ...]:
    return (
        (
            f"Use the tensor itself{in_line(finding, otherwise=' there')}, without "
            f"`tf.Variable(...)` around it."
        ),
    )


WORDING = Wording(_because, _why, _remedies)
