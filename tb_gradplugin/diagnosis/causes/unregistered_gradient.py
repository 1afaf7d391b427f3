"""GN109: an op for which no gradient is registered, so that the whole call raises."""

from __future__ import annotations

import re

from tb_gradplugin.diagnosis import second_order
from tb_gradplugin.diagnosis.case import Case
from tb_gradplugin.diagnosis.causes.facts import CutCase, Facts
from tb_gradplugin.diagnosis.program import Node

_NAMED = re.compile(
    r"(?:gradient registry has no entry for: |op type: |No gradient defined for operation '?)"
    r"([A-Za-z0-9_]+)"
)


def facts(found: CutCase) -> Facts | None:
    """The cut is an op that TensorFlow cannot be asked about at all."""
    if found.node.passes is not None or not found.cut.receives:
        return None
    return Facts("GN109")


def named_op(exception: str) -> str:
    """The op type that TensorFlow's exception names; empty where it names none."""
    types = _NAMED.findall(exception)
    # The registry's wording names the type; the other may name the op first.
    return types[-1] if types else ""


def culprits(case: Case) -> list[Node]:
    """Ops that the exception speaks of, those on the way to the loss first.

    An exception for a missing registration names the type; one that a gradient function raises
    has its name in the text at best, and the op is known to raise where capture tried it.
    """
    exception, nodes = case.program.exception, case.program.nodes
    op_type = named_op(exception)
    if op_type:
        named = [node for node in nodes if node.op_type == op_type]
    else:
        named = [node for node in nodes if node.detail.get("gradient_raises")]
        named = named or [node for node in nodes if f"_{node.op_type}Grad" in exception]
    if case.program.loss is None:
        return named
    return [node for node in named if case.ways.depends[node.index]] or named


def forward_of(case: Case, node: Node) -> Node | None:
    """The op with a line of the program, of whose gradient inside of the loss `node` is the op."""
    forward = second_order.differentiated_op(node, case.program, case.edges)
    return forward if forward is not None and forward.locations else None
