"""What the words of one code consist of."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable

from tb_gradplugin.schema.findings import Finding


def nothing(_: Finding) -> str:
    """No words."""
    return ""


@dataclasses.dataclass(frozen=True)
class Wording:
    """The words of one code. Each is asked for one finding.

    Attributes:
      because: what follows "receives no gradient because", without the full stop.
      why: one general sentence of mechanism.
      remedies: what to change, two at most, told apart by intention.
      evidence: what speaks for the cause where that is not plain; may be empty.
      headline: the whole headline, where it is not the usual one; may be empty.
    """

    because: Callable[[Finding], str]
    why: Callable[[Finding], str]
    remedies: Callable[[Finding], tuple[str, ...]]
    evidence: Callable[[Finding], str] = nothing
    headline: Callable[[Finding], str] = nothing
