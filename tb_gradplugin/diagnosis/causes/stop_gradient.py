"""GN101: `tf.stop_gradient`."""

from __future__ import annotations

import re

from tb_gradplugin.diagnosis import op_types
from tb_gradplugin.diagnosis.causes.facts import CutCase, Facts
from tb_gradplugin.diagnosis.program import Node

_CALLED = re.compile(r"stop_?grad|detach|no_grad|freeze|frozen", re.IGNORECASE)


def facts(found: CutCase) -> Facts | None:
    """The cut is a StopGradient, or what does the same for a gradient on purpose."""
    if found.node.op_type not in ("StopGradient", "PreventGradient"):
        return None
    if not _is_called_by_user(found.node):
        return Facts("GN101", evidence={"called_by": "library"})
    meant = "the program itself calls stop_gradient, and other variables receive a gradient"
    return Facts("GN101", likely_meant=meant if found.case.any_gradient else "")


def _is_called_by_user(node: Node) -> bool:
    """Whether the program's own line asks for the stop, under whatever name."""
    source = node.locations[0].source if node.locations else ""
    return (
        not source
        or node.hidden_frames <= op_types.FRAMES_OF_A_CALL
        or _CALLED.search(source) is not None
    )
