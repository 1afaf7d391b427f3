"""Gradients that are 0 by mathematics, of which rounding leaves something.

A softmax over one element is 1, and the sum of a softmax is 1; on processors that divide by an
approximate reciprocal both come out as 0.99999994, and a gradient of some 1e-8 is left of nothing.
"""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Collection, Mapping, Sequence

from tb_gradplugin.diagnosis.flows.flow_turns import VANISHING
from tb_gradplugin.schema.findings import Finding

_SMALL = 1e-5
"""Norm, over the largest of the call or over 1, up to which a gradient may be mere rounding.

A rounding of float32 is 6e-8 of what it befalls; gradients and losses are mostly below 100.
"""

_OK = "ok"


def suspected(statuses: Sequence[str], norms: Sequence[float], loss: float) -> list[int]:
    """The places of gradients that are called well and are so small that it may be rounding.

    Args:
      statuses: of the gradients.
      norms: their L2 norms; NaN where there is none.
      loss: its magnitude, as far as it is one number.
    """
    limit = _SMALL * max([1.0, *filter(math.isfinite, (loss, *norms))])
    pairs = enumerate(zip(statuses, norms, strict=True))
    return [place for place, (status, norm) in pairs if status == _OK and norm <= limit]


def as_vanishing(statuses: Sequence[str], places: Collection[int]) -> list[str]:
    """The statuses under which these are asked about."""
    return [VANISHING if place in places else status for place, status in enumerate(statuses)]


def proven(findings: Sequence[Finding], names: Collection[str]) -> list[Finding]:
    """The findings without what is said of suspected variables, unless it proves the suspicion.

    Args:
      findings: of all variables, these among them.
      names: of the suspected ones.
    """
    found = []
    for finding in findings:
        others = tuple(name for name in finding.variables if name not in names)
        if others == finding.variables or _is_rounding(finding):
            found.append(finding)
        elif others:
            found.append(dataclasses.replace(finding, variables=others))
    return found


def with_proven(statuses: Mapping[str, str], findings: Sequence[Finding]) -> dict[str, str]:
    """The statuses, with "vanishing" for what a finding proves to be rounding."""
    rounding = {name for one in findings if _is_rounding(one) for name in one.variables}
    return {
        name: VANISHING if status == _OK and name in rounding else status
        for name, status in statuses.items()
    }


def _is_rounding(finding: Finding) -> bool:
    return finding.status == VANISHING and (
        finding.code == "GH212" or finding.evidence.get("cancelling") == "softmax"
    )
