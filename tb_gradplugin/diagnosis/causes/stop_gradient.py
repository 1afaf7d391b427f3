"""GN101: `tf.stop_gradient`."""

from __future__ import annotations

import linecache
import re

from tb_gradplugin.diagnosis import input_flow, recurrence
from tb_gradplugin.diagnosis.causes.facts import CutCase, Facts, is_asked_for
from tb_gradplugin.diagnosis.program import Node

_CALLED = re.compile(r"stop_?grad|detach|no_grad|freeze|frozen", re.IGNORECASE)

_VERSION = re.compile(r"_v\d+$")
"""What TensorFlow adds to the names of functions that it has replaced."""

KEPT_FIXED = re.compile(
    r"target|teacher|froze|freez|fixed|pretrain|backbone|momentum|reference|probe|pseudo"
    r"|(?<![a-z])(?:ema|old|prev|ref)(?![a-z])|training\s*=\s*False",
    re.IGNORECASE,
)
"""Words by which programs call a part that is not to learn."""


_STOPPING = re.compile(r"stop_?grad|detach|freez|frozen", re.IGNORECASE)
"""What programs call a layer that is there to stop gradients."""


def facts(found: CutCase) -> Facts | None:
    """The cut is a StopGradient, or what does the same for a gradient on purpose."""
    if found.node.op_type not in input_flow.STOPS:
        return None
    if not _is_called_by_user(found.node):
        return Facts("GN101", evidence={"called_by": "library"})
    evidence = _call(found.node)
    if not found.case.any_gradient:
        return Facts("GN101", evidence=evidence)
    if not _is_said_to_be_fixed(found) and _is_straight_through(found):
        return Facts(
            "GN101",
            evidence=evidence,
            perhaps_meant="other variables receive a gradient, and a codebook may be updated by "
            "itself",
        )
    if not _is_said_to_be_fixed(found) and input_flow.reaches_learners_only_through(
        found.node, found.case
    ):
        if recurrence.is_cut_by(found.node, found.case):
            return Facts(
                "GN101",
                evidence={**evidence, "goes_on": "yes"},
                likely_meant="a rollout may start from a state as it is, and other variables "
                "receive a gradient",
            )
        return Facts(
            "GN101",
            evidence={**evidence, "only_way": "yes"},
            perhaps_meant="other variables receive a gradient, and a part may be kept as it is",
        )
    meant = "the program itself calls stop_gradient, and other variables receive a gradient"
    return Facts("GN101", evidence=evidence, likely_meant=meant)


def _call(node: Node) -> dict[str, str]:
    """The function by which the program asks for it, where it is not the stop itself."""
    call = _VERSION.sub("", str(node.detail.get("call", "")))
    return {"call": call} if call and is_asked_for(node) and not _CALLED.search(call) else {}


def _is_called_by_user(node: Node) -> bool:
    """Whether the program's own line asks for the stop, under whatever name."""
    source = node.locations[0].source if node.locations else ""
    return not source or is_asked_for(node) or _CALLED.search(source) is not None


def _is_straight_through(found: CutCase) -> bool:
    """Whether it is that of `x + stop_gradient(z - x)`, which is there so that all may learn.

    What makes `z` needs a loss of its own, unless the program assigns it.
    """
    case, node = found.case, found.node
    taken = case.node_of(node.inputs[0])
    if taken is None or taken.op_type != "Sub":
        return False
    if not any(
        other.op_type in ("AddV2", "Add")
        and node.outputs[0] in other.inputs
        and taken.inputs[1] in other.inputs
        for other in case.program.nodes
    ):
        return False
    file = node.locations[0].file if node.locations else ""
    text = "".join(linecache.getlines(file))
    names = [asked.name.rpartition("/")[2] for asked in case.asked(found.cut.variables)]
    return not any(re.search(rf"{re.escape(name)}\.(?:scatter_)?assign", text) for name in names)


def _is_said_to_be_fixed(found: CutCase) -> bool:
    """Whether the program says, by a setting or by a name, that a part is not to learn."""
    cut = found.case.asked(found.cut.variables)
    if any(asked.is_frozen for asked in cut):
        return True
    if _STOPPING.search((found.node.layer or "").rpartition("/")[2]):
        return True
    named = [asked.name for asked in cut]
    for line in found.node.locations[:2]:
        named += [line.source, line.function]
    handles = (asked.value for asked in cut if asked.value is not None)
    reading = (node for one in handles for node in found.case.users.get(one, ()))
    named += [node.locations[0].source for node in reading if node.locations]
    return any(KEPT_FIXED.search(text) for text in named)
