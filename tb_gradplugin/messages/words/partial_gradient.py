"""GN110."""

from __future__ import annotations

from tb_gradplugin.messages.phrases import at, fact, in_line, op
from tb_gradplugin.messages.words.wording import Wording
from tb_gradplugin.schema.findings import Finding


def _inputs(finding: Finding) -> str:
    places = fact(finding, "inputs_without_gradient")
    return f"input{'s' if ',' in places else ''} {places}"


def _because(finding: Finding) -> str:
    verb = "they reach" if len(finding.variables) != 1 else "it reaches"
    return (
        f"{verb} the loss through {_inputs(finding)} of {op(finding.op_type)}, which "
        f"TensorFlow does not differentiate by{at(finding)}"
    )


def _why(finding: Finding) -> str:
    passing = fact(finding, "inputs_with_gradient")
    return (
        f"{op(finding.op_type)} has a gradient for some of its inputs only: here input {passing} "
        f"(counted from 0)."
    )


def _remedies(finding: Finding) -> tuple[str, ...]:
    return (
        (
            f"Keep what should be trained out of {_inputs(finding)}{in_line(finding)}, or write "
            f"the computation with ops that have all derivatives."
        ),
        "If the missing derivative is known, define it with `tf.custom_gradient`.",
    )


WORDING = Wording(_because, _why, _remedies)
