"""Where a gradient is zero because a variable is: the line that makes it zero."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from tb_gradplugin.capture.observing import asked, live_variables
from tb_gradplugin.capture.sources.contained import Contained
from tb_gradplugin.capture.unread_variables import untouched, zero_lines
from tb_gradplugin.diagnosis.causes import facts
from tb_gradplugin.schema.findings import Finding, Location

_CODE = "GH211"


def led_by_lines(
    findings: list[Finding],
    variables: Sequence[Any],
    others: Iterable[Any],
    loss_fn: Callable[[], Any],
) -> list[Finding]:
    """Lets the lines lead that make the variables of zeros, where they can be seen.

    Args:
      findings: of gradients that are there and sick.
      variables: what is asked about.
      others: further variables that the loss may read.
      loss_fn: takes nothing and returns the loss.
    """
    led = list(findings)
    if all(finding.code != _CODE for finding in findings):
        return led
    with Contained("lines that make variables of zeros"):
        # Of several of one name, such as those of two models, the loss reads what it can reach.
        known: dict[str, list[Any]] = {}
        for name, one in (
            *zip(asked.names(variables), variables, strict=True),
            *((live_variables.name(other), other) for other in others),
        ):
            known.setdefault(name, []).append(one)
        origin = untouched.origin(loss_fn)
        reach = origin.reach()
        for place, finding in enumerate(findings):
            if finding.code == _CODE:
                zero = [(name, one) for name in _names(finding) for one in known.get(name, ())]
                found = zero_lines.found(reach, origin.entry, [one for _, one in zero])
                lines: dict[str, Location] = {}
                for (name, _), line in zip(zero, found, strict=True):
                    if line is not None:
                        lines.setdefault(name, line)
                led[place] = _led(finding, list(lines.values()))
    return led


def _led(finding: Finding, lines: list[Location]) -> Finding:
    lines = list(facts.lines(lines))
    if not lines:
        return finding
    return dataclasses.replace(
        finding,
        locations=facts.begun_by(lines, finding.locations),
        evidence={**finding.evidence, "first_line": "zeros", "zero_lines": len(lines)},
    )


def _names(finding: Finding) -> list[str]:
    several = str(finding.evidence.get("zero_variables", ""))
    return several.split(", ") if several else [str(finding.evidence.get("zero_variable", ""))]
