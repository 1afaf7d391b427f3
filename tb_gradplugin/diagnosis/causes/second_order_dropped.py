"""GN118: a gradient of a gradient that is lost on its way."""

from __future__ import annotations

from collections.abc import Iterator

from tb_gradplugin.diagnosis import op_types, second_order
from tb_gradplugin.diagnosis.carried import carried
from tb_gradplugin.diagnosis.case import Case
from tb_gradplugin.diagnosis.causes.facts import CutCase, Facts, lines
from tb_gradplugin.diagnosis.program import Node


def facts(found: CutCase) -> Facts | None:
    """The cut is an op of a gradient that a tape inside of the loss computed."""
    node = found.node
    if node.op_type == "StopGradient":
        given = {value for tape in found.case.program.inner_tapes for value in tape.results}
        if not given & set(node.inputs):
            return None
        return Facts("GN118", evidence={"stopped": "the gradient of the tape inside of the loss"})
    if node.index not in found.case.differentiated and not (op_types.differentiates(node.op_type)):
        return None
    return of_gradient(found.case, node)


def of_gradient(case: Case, node: Node) -> Facts:
    """What is known of an op of a gradient: the op of the forward pass in whose gradient it is.

    That op stands where something can be mended, and so it leads.
    """
    forward = second_order.forward_op(node, case.program, case.edges, case.differentiated)
    if forward is None:
        return Facts("GN118")
    evidence = {"forward_op": forward.op_type}
    # A function whose derivative is such a choice has edges, and a smooth one can be like it.
    if node.op_type in op_types.COMPARISONS:
        evidence["derivative"] = "comparison"
    elif node.op_type == "Sign":
        evidence["derivative"] = "sign"
    if not forward.locations:
        return Facts("GN118", evidence=evidence)
    first = forward.locations[0]
    evidence["forward_line"] = first.place
    return Facts("GN118", locations=lines([first], node.locations), evidence=evidence)


def dropped_beside(case: Case) -> Iterator[tuple[Node, int]]:
    """Ops that drop a part of the gradient of variables that get the rest, and their bits."""
    if case.program.loss is None or not case.differentiated:
        return
    lost = [
        (index, edge.value)
        for index in sorted(case.differentiated)
        if case.ways.depends[index] and _receives(case, index)
        for edge in case.edges.of_node[index]
        if not edge.passes
        and op_types.carries_gradient(case.edges.dtypes[edge.value])
        # Only what is itself a gradient: an activation that is not passed has no part to lose.
        and case.edges.producers[edge.value] in case.differentiated
    ]
    lost = [
        (index, value)
        for index, value in lost
        # A stop is meant, and of a function that cannot be opened nothing is known.
        if case.program.nodes[index].op_type not in ("StopGradient", "PartitionedCall")
        and case.program.nodes[index].passes is not None
    ]
    if not lost:
        return
    present = [i for i, asked in enumerate(case.program.asked) if asked.status != "null"]
    bits = carried(case.sources(present), case.edges, within=case.ways.depends).bits
    for index, value in lost:
        if bits[value]:
            yield case.program.nodes[index], bits[value]


def _receives(case: Case, index: int) -> bool:
    return any(case.ways.receives[value] for value in case.edges.outputs[index])
