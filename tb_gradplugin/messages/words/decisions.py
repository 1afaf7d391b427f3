"""What GN102, GN103 and GN112 say of values that only decide what is computed."""

from __future__ import annotations

from tb_gradplugin.messages.phrases import at, fact, in_line, it, op
from tb_gradplugin.schema.findings import Finding

WHY_NO_DECISION = (
    "A condition decides what is computed. The decision itself has no derivative, and the values "
    "it chooses between do not depend on the variable."
)

_MADE = {
    "branch": "the number of a branch",
    "number": "a number that decides what is computed",
    "trips": "the number of trips of a loop",
    "truth": "true or false",
}
"""What becomes of the value, by the fact `only_decides`."""


def only_decides(finding: Finding) -> str:
    """The cause, where all that is made of a variable is a decision."""
    kind = fact(finding, "only_decides")
    without = (
        "the loss is computed from neither"
        if kind == "truth"
        else "the loss is computed without that number"
    )
    return (
        f"all that is made of {it(finding)} is {_MADE[kind]}, by {op(finding.op_type)}"
        f"{at(finding)}, and {without}"
    )


def blended(finding: Finding) -> str:
    """What to do instead of deciding."""
    return (
        f"Blend the choices{in_line(finding, otherwise=' there')} by a smooth weight, such as "
        f"`tf.sigmoid((x - threshold) / temperature)`, instead of choosing one."
    )
