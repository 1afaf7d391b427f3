"""Every number that a judgement rests on, with its unit, reason and source."""

from __future__ import annotations

import dataclasses


@dataclasses.dataclass(frozen=True)
class Threshold:
    """One limit.

    Attributes:
      name: `rule.quantity`, as texts quote it.
      value: the limit.
      unit: what the value counts.
      reason: why this number.
      source: where it comes from.
    """

    name: str
    value: float
    unit: str
    reason: str
    source: str


VANISHING = Threshold(
    name="vanishing.relative_norm",
    value=1e-9,
    unit="L2 norm over the largest L2 norm of the same step",
    reason=(
        "Adam and its kin divide the scale of a gradient out, so only its size beside the others "
        "tells. Rounding noise of a gradient that is zero by mathematics lies about this far below."
    ),
    source="Measured on MobileNetV2 and on attention key biases: about 1e-7 against 1e2.",
)

EXPLODING = Threshold(
    name="exploding.l2_norm",
    value=1e4,
    unit="L2 norm",
    reason="A last resort, being absolute: plain gradient descent moves the variable this far.",
    source="BTTackler (KDD 2024) takes the same number for the median over modules.",
)

ALL = (VANISHING, EXPLODING)
