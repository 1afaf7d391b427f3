"""Where the op to blame lies in a layer that a model calls: the line that makes the layer."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping
from typing import Any

from tb_gradplugin.capture.program import reachable
from tb_gradplugin.capture.sources.contained import Contained
from tb_gradplugin.capture.unread_variables import making_lines, untouched
from tb_gradplugin.diagnosis import op_types
from tb_gradplugin.diagnosis.causes import facts
from tb_gradplugin.diagnosis.flows import flow_gradual
from tb_gradplugin.schema.findings import Finding, Location

_AT_THE_LAYER = frozenset({"GH207", "GH208", "GH209", "GH210", "GH212", "GH217", "GH218", "GH226"})
"""Causes of sick gradients that are mended where a layer gets its activation or its epsilon.

Others are mended at the data, a mask, the loss or its scale.
"""


class Makers:
    """Lines that make layers; for the first of them, what is in reach of a loss is gone through."""

    def __init__(self, loss_fn: Callable[[], Any]) -> None:
        """Looks for nothing yet."""
        self._origin = untouched.origin(loss_fn)
        self._reach: reachable.Reach | None = None

    def of(self, layer: Any) -> Location | None:
        """As `making_lines.of_layer`."""
        self._reach = self._reach or self._origin.reach()
        return making_lines.of_layer(self._reach, self._origin.entry, layer)


def led_by_lines(
    findings: list[Finding], placed: Mapping[str, Any], makers: Makers
) -> list[Finding]:
    """Lets the line lead that makes the layer, before the one that calls the model.

    On the line that calls a model nothing can be mended of what a layer in it does.

    Args:
      findings: of gradients that are missing or sick.
      placed: as `Observation.placed_layers`.
      makers: of the loss.
    """
    led = list(findings)
    with Contained("lines that make layers"):
        for place, finding in enumerate(findings):
            layer = placed.get(finding.layer or "")
            if layer is None or not _is_deep(finding) or not _is_at_layer(finding):
                continue
            line = makers.of(layer)
            if line is not None:
                led[place] = dataclasses.replace(
                    finding,
                    locations=facts.lines([line], finding.locations),
                    evidence={**finding.evidence, "first_line": "layer"},
                )
    return led


def _is_deep(finding: Finding) -> bool:
    """Whether the op to blame is one that no line of the program calls by itself."""
    return int(finding.evidence.get("hidden_frames", 0)) > op_types.FRAMES_OF_A_CALL


def _is_at_layer(finding: Finding) -> bool:
    """Whether what is to be mended is said where the layer is made."""
    if not finding.code.startswith("GH") or finding.code in _AT_THE_LAYER:
        return True
    if finding.code == "GH220":
        return finding.evidence.get("how") == "exponential"
    # Of layers the initial weights decide, of one op all that comes to it.
    return finding.evidence.get("over") == flow_gradual.DEPTH
