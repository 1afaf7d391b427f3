"""GN116, GC303: a custom gradient that returns `None`, or is not asked for a gradient."""

from __future__ import annotations

from collections.abc import Sequence

from tb_gradplugin.diagnosis import captured_tensors, input_flow
from tb_gradplugin.diagnosis.case import Case
from tb_gradplugin.diagnosis.causes.facts import Claim, CutCase, Evidence, Facts, definition, lines
from tb_gradplugin.diagnosis.cuts import FROM_INSIDE
from tb_gradplugin.diagnosis.program import Node
from tb_gradplugin.diagnosis.text import none_given
from tb_gradplugin.schema.findings import Location

_COMPLAINTS = {
    "variables": "grad_fn must accept keyword argument 'variables'",
    "number": "custom_gradient function expected to return",
    "number of variables": "Must return gradient for each variable from",
}

_NUMBERS = ("given", "used")
"""Gradients of variables that were returned, and variables that the function used."""


def facts(found: CutCase) -> Facts | None:
    """The gradient function of the cut gives nothing for the input that leads to the variables."""
    if found.node.op_type != "CustomGradient" or found.cut.kind == FROM_INSIDE:
        return None
    returned = returned_at(found.node)[:1]
    giving = [line for one in returned if (line := none_given.line(one)) is not None]
    where = lines(giving, places(found.node))
    evidence = evidence_of(found.node)
    if not found.case.any_gradient or not _is_stop(found, returned):
        return Facts("GN116", locations=where, evidence=evidence)
    evidence = {**evidence, "everything": "yes"}
    meant = f"{none_given.IS_A_STOP}, and other variables receive one"
    if input_flow.reaches_learners_only_through(found.node, found.case):
        return Facts("GN116", locations=where, evidence=evidence, perhaps_meant=meant)
    return Facts("GN116", locations=where, evidence=evidence, likely_meant=meant)


def _is_stop(found: CutCase, returned: Sequence[Location]) -> bool:
    """Whether its gradient function says that nothing comes back to any of its arguments.

    A list for variables of the function has to be there, whatever is in it.
    """
    cut = found.case.asked(found.cut.variables)
    own = {asked.value for asked in cut}
    is_of_arguments = own.isdisjoint(found.node.inputs)
    return is_of_arguments and any(map(none_given.is_for_everything, returned))


def forgotten(found: CutCase) -> Facts | None:
    """Its function uses what is not among its arguments, so that no gradient is asked for."""
    node = found.node
    if node.op_type != "CustomGradient" or found.cut.kind != FROM_INSIDE:
        return None
    captured = captured_tensors.behind(found.case, node, found.cut.variables)
    evidence = {**evidence_of(node), "captured": captured or "a tensor"}
    return Facts("GC303", locations=places(node), evidence=evidence)


def of_exception(case: Case) -> Claim | None:
    """TensorFlow's own complaint about what a gradient function takes or returns."""
    exception = case.program.exception
    complaint = next((name for name, said in _COMPLAINTS.items() if said in exception), None)
    if complaint is None:
        return None
    evidence: dict[str, float | int | str] = {"complaint": complaint, "exception": exception}
    locations = case.program.exception_locations
    if case.program.loss is None:
        return Claim(Facts("GN116", locations=locations, evidence=evidence, op_type=""), ())
    # What TensorFlow did ask, it did not complain of.
    refused = [node for node in case.program.nodes if node.detail.get("refused")]
    called = refused or [
        node
        for node in case.program.nodes
        if node.op_type == "CustomGradient"
        and case.ways.depends[node.index]
        and not node.detail.get("asked")
    ]
    if not called:
        return Claim(Facts("GN116", locations=locations, evidence=evidence, op_type=""), ())
    numbers = {key: int(called[-1].detail[key]) for key in _NUMBERS if key in called[-1].detail}
    evidence = {**evidence_of(called[-1]), **numbers, **evidence}
    keyword = str(called[-1].detail.get("keyword_arguments", ""))
    if keyword and complaint == "number":
        # It gave one for each argument, and TensorFlow counts those given by position.
        evidence["keyword_arguments"] = keyword
        return Claim(Facts("GN120", "likely", call(called[-1]), evidence), (), called[-1])
    certainty = "certain" if len(refused) == 1 else "likely"
    facts = Facts("GN116", certainty, places(called[-1]), evidence)
    return Claim(facts, (), called[-1])


def places(node: Node) -> tuple[Location, ...]:
    """Where the gradient of a custom gradient is returned, then where that is called and defined.

    A function of a framework is not the program's to change: the call is, then.
    """
    return lines(returned_at(node), call(node))


def returned_at(node: Node) -> tuple[Location, ...]:
    """Where a custom gradient of the program's own is returned, or else defined."""
    defined = _defined(node)
    function = str(node.detail.get("function", ""))
    returned = definition(str(node.detail.get("returned", "")), function) if defined else ()
    return returned or defined


def call(node: Node) -> tuple[Location, ...]:
    """Where a custom gradient is called, and where it is defined."""
    return lines(node.locations[:1], _defined(node), node.locations[1:])


def _defined(node: Node) -> tuple[Location, ...]:
    function = str(node.detail.get("function", ""))
    return definition(str(node.detail.get("definition", "")), function)


def evidence_of(node: Node) -> Evidence:
    """What is known of a custom gradient's function."""
    return {key: str(node.detail[key]) for key in ("function", "definition") if key in node.detail}
