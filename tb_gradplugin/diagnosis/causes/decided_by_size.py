"""GN115: a Python condition that asks how many elements there are, and leaves them out."""

from __future__ import annotations

import ast

from tb_gradplugin.diagnosis import ends
from tb_gradplugin.diagnosis.case import Case
from tb_gradplugin.diagnosis.causes.facts import Claim, Facts, lines
from tb_gradplugin.diagnosis.program import Node
from tb_gradplugin.diagnosis.text import later_uses, syntax
from tb_gradplugin.schema.findings import Location

_OF_FORM = frozenset({"Size", "Shape", "ShapeN", "Rank"})
"""Ops that ask a tensor for its form, which no number in it decides."""


def claims(case: Case, places: list[int]) -> list[Claim]:
    """Variables whose values end in such a condition, and are read in what it left out."""
    touched = [place for place in places if case.program.asked[place].value is not None]
    found = []
    for bits, nodes in ends.ended(case, case.bits(touched)):
        every = [_condition(case, node) for node in nodes]
        line = every[0]
        if line is None or any(one != line for one in every):
            continue
        meant = "other variables receive a gradient, and a branch may be left out on purpose"
        facts = Facts(
            "GN115",
            "likely",
            lines((line,)),
            {"region": "if", "computed_in": line.place},
            likely_meant=meant if case.any_gradient else "",
            op_type="",
        )
        found.append(Claim(facts, tuple(place for place in touched if bits >> place & 1)))
    return found


def _condition(case: Case, last: Node) -> Location | None:
    """The line of the condition on a truth value that rests on sizes alone."""
    left = next(
        (
            one
            for one in case.program.departures
            if one.how == "bool" and case.node_of(one.value) is last
        ),
        None,
    )
    asking = _asking(case, last)
    if left is None or not left.locations or not asking:
        return None
    line = left.locations[0]
    function = later_uses.function_at(line)
    for node in syntax.own_nodes(function.body) if function is not None else ():
        if isinstance(node, (ast.If, ast.IfExp)) and syntax.spans(node.test, line.line):
            asked = {id(each) for each in ast.walk(node.test)}
            later = [
                each.id
                for each in ast.walk(function or node)
                if isinstance(each, ast.Name)
                and isinstance(each.ctx, ast.Load)
                and each.lineno >= node.lineno
                and id(each) not in asked
            ]
            if all(_names(one) & {*later} for one in asking):
                return syntax.location(line.file, node.lineno, line.function)
    return None


def _asking(case: Case, last: Node) -> list[Node]:
    """The ops that ask for a form, where all that leads from variables to an op goes by these."""
    found: list[Node] = []
    waiting, seen = [last], {last.index}
    while waiting:
        node = waiting.pop()
        if node.op_type in _OF_FORM:
            found.append(node)
            continue
        for edge in case.edges.of_node[node.index]:
            if not case.downstream.bits[edge.value]:
                continue
            maker = case.node_of(edge.value)
            if maker is None:
                return []
            if maker.index not in seen:
                seen.add(maker.index)
                waiting.append(maker)
    return found


def _names(node: Node) -> set[str]:
    """The names whose form a line asks for."""
    line = node.locations[0] if node.locations else None
    tree = syntax.tree_of(line.file) if line is not None else None
    return {
        each.id
        for call in (ast.walk(tree) if tree is not None else ())
        if line is not None and isinstance(call, ast.Call) and syntax.spans(call, line.line)
        if syntax.last_name(call.func) in ("size", "shape", "rank")
        for argument in call.args
        for each in ast.walk(argument)
        if isinstance(each, ast.Name)
    }
