"""GN101."""

from __future__ import annotations

from tb_gradplugin.messages.phrases import (
    at,
    fact,
    has_other_cuts,
    in_line,
    it,
    one_way_ends,
    op,
)
from tb_gradplugin.messages.words.wording import Wording
from tb_gradplugin.schema.findings import Finding


def _because(finding: Finding) -> str:
    if has_other_cuts(finding):
        return one_way_ends(finding, op(finding.op_type))
    return (
        f"every way from the loss to {it(finding)} passes through "
        f"{op(finding.op_type)}{at(finding)}"
    )


def _why(_: Finding) -> str:
    return "`tf.stop_gradient` passes values forward and nothing backward."


def _remedies(finding: Finding) -> tuple[str, ...]:
    where = in_line(finding, otherwise=" there")
    if fact(finding, "called_by") == "library":
        first = (
            f"The call{where} stops the gradient inside of a library: look for an option of it "
            f"that does not, or compute the value without it."
        )
    elif "call" in finding.evidence:
        first = (
            f"The call of `{fact(finding, 'call')}`{where} stops the gradient: look for an option "
            f"of it that does not, or compute the value without it."
        )
    else:
        first = (
            f"If the loss should train {it(finding)}, use the value itself{where}, without "
            f"`tf.stop_gradient`."
        )
    return (
        first,
        (
            f"If the value is meant as a fixed target, leave {it(finding)} out of the variables "
            f"given to `tape.gradient`."
        ),
    )


def _evidence(finding: Finding) -> str:
    if "goes_on" in finding.evidence:
        return (
            "lines that compute the value before the stop go on from it behind the stop as well, "
            "and a gradient comes to them there."
        )
    if "only_way" not in finding.evidence:
        return ""
    return "the input comes only through that op to what does receive a gradient."


WORDING = Wording(_because, _why, _remedies, _evidence)
