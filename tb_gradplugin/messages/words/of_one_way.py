"""The words of one of the many ways by which GN104 comes about."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable

from tb_gradplugin.messages.phrases import fact, is_by_fit, it
from tb_gradplugin.schema.findings import Finding


@dataclasses.dataclass(frozen=True)
class Way:
    """Its words. Each is asked for one finding.

    Attributes:
      key: the evidence that tells of this way.
      seen: what was seen of it, as a sentence; may be empty.
      remedy: what to change, as a sentence, where lines of the program are known.
    """

    key: str
    seen: Callable[[Finding], str]
    remedy: Callable[[Finding], str]


def if_wanted(finding: Finding, change: str) -> str:
    """A remedy for those who want the loss to depend on the variables.

    Args:
      finding: with "tensor" as evidence where the loss takes something from outside.
      change: what to do, as an order without a full stop.
    """
    said = f"If the loss should depend on {it(finding)}, {change}"
    if "tensor" not in finding.evidence:
        return f"{said}."
    tensors = [f"`{name}`" for name in fact(finding, "tensor").split(", ")]
    which = tensors[0] if len(tensors) == 1 else f"one of {', '.join(tensors[:3])}"
    taken = "which the loss takes from outside"
    return (
        f"{said}; if {which}, {taken}, was computed from {it(finding)}, compute it inside of the "
        f"loss."
    )


def in_compile(finding: Finding) -> str:
    """Where `fit` takes its losses from, as the rest of a remedy; empty where it does not train."""
    if not is_by_fit(finding):
        return ""
    return "; if it is about an output of the model, give `compile` a loss for that"


def use_it(finding: Finding) -> str:
    """What to change where no line is known to say more."""
    return if_wanted(finding, f"use {it(finding)} in its computation{in_compile(finding)}")


def no_op_has_read(finding: Finding, rest: str) -> str:
    """What was seen of variables that no op has read, `rest` without its full stop."""
    return f"no op has read {it(finding)}; {rest}."


def first_line(finding: Finding) -> str:
    """The most blameworthy line, of a finding that has lines."""
    return finding.locations[0].place
