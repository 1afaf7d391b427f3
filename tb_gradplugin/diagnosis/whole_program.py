"""What takes the gradients of all variables down at once."""

from __future__ import annotations

import dataclasses

from tb_gradplugin.diagnosis import op_types
from tb_gradplugin.diagnosis.case import Case
from tb_gradplugin.diagnosis.causes import (
    custom_gradient_none,
    inner_tape_none,
    python_call,
    tape_misuse,
    unregistered_gradient,
)
from tb_gradplugin.diagnosis.causes.facts import Claim, Facts, lines
from tb_gradplugin.diagnosis.cut_findings import finding_of
from tb_gradplugin.diagnosis.paths import path_through_op
from tb_gradplugin.diagnosis.program import Node
from tb_gradplugin.schema.findings import Finding

_MOST_NAMED = 3


def claim(case: Case) -> Claim | None:
    """The one cause of all, where there is one."""
    places = tuple(case.null)
    found = facts(case)
    if found is not None:
        return Claim(found, places)
    complaint = custom_gradient_none.of_exception(case)
    return None if complaint is None else dataclasses.replace(complaint, places=places)


def facts(case: Case) -> Facts | None:
    """An exception of the program itself, a misused tape, or a loss function without a loss."""
    program = case.program
    if program.exception:
        misuse = tape_misuse.of_exception(case)
        if misuse is not None:
            return misuse
    if program.loss is not None:
        return None
    if program.loss_kind == "NoneType":
        return Facts(
            "GN104", "certain", program.loss_locations, {"loss_kind": "NoneType"}, op_type=""
        )
    if program.loss_kind != "exception" or custom_gradient_none.of_exception(case):
        return None
    return inner_tape_none.facts(case) or Facts(
        "GN199",
        "unknown",
        program.exception_locations or program.loss_locations,
        {"exception": program.exception},
        op_type="",
    )


def unregistered(case: Case) -> Finding | None:
    """The finding for the op at which TensorFlow raised when it took the gradient."""
    if not case.program.exception:
        return None
    nodes = unregistered_gradient.culprits(case)
    named = unregistered_gradient.named_op(case.program.exception)
    node = nodes[0] if nodes else None
    raised = not named
    python = python_call.before_exception(case, node) if raised else None
    if python is not None:
        return _at_op(case, *python)
    where = case.program.exception_locations or case.program.loss_locations[:1]
    twice = unregistered_gradient.forward_of(case, node) if node else None
    found = Facts(
        "GN109",
        "certain" if node or named else "likely",
        # The op of a gradient stands on no line of the program; the op that has it does.
        locations=lines(twice.locations[:1] if twice else (), node.locations if node else where),
        evidence={
            "exception": case.program.exception,
            **({"raised": "in the gradient function"} if raised else {}),
            **({"forward_op": twice.op_type} if twice else {}),
            **(_behind(case, node) if node else {}),
        },
        op_type=named or (node.op_type if node else ""),
    )
    return _at_op(case, found, node)


def _at_op(case: Case, found: Facts, node: Node | None) -> Finding:
    path = (
        path_through_op(
            node.index, case.ways, case.edges, case.downstream, case.program, case.names
        )
        if node
        else ()
    )
    return finding_of(case, Claim(found, tuple(case.null), node, path))


def _behind(case: Case, node: Node) -> dict[str, int | str]:
    """Which of the variables lie behind an op, the first of them by name."""
    bits = 0
    for edge in case.edges.of_node[node.index]:
        bits |= case.downstream.bits[edge.value]
    behind = [case.program.asked[place].name for place in case.null if bits >> place & 1]
    beside = [case.program.asked[place].name for place in case.null if not bits >> place & 1]
    return {
        "behind": len(behind),
        "behind_first": ", ".join(behind[:_MOST_NAMED]),
        "beside": len(beside),
        "beside_first": ", ".join(beside[:_MOST_NAMED]),
    }


def as_if_registered(case: Case) -> Case:
    """The case in which such ops hand their gradient on, and what that frees has one."""
    dtypes = case.edges.dtypes
    nodes = [
        node
        if node.passes is not None
        else dataclasses.replace(
            node, passes=tuple(op_types.carries_gradient(dtypes[value]) for value in node.inputs)
        )
        for node in case.program.nodes
    ]
    freed = Case(dataclasses.replace(case.program, nodes=nodes), case.untaken)
    if freed.program.loss is None:
        return freed
    asked = [
        dataclasses.replace(one, status="ok")
        if one.value is not None and freed.ways.receives[one.value]
        else one
        for one in case.program.asked
    ]
    return Case(dataclasses.replace(freed.program, asked=asked), case.untaken)
