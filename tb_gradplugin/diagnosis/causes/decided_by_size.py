"""GN115: a Python condition that asks how many elements there are, and leaves them out."""

from __future__ import annotations

import ast
from collections.abc import Sequence
from typing import NamedTuple

from tb_gradplugin.diagnosis import ends
from tb_gradplugin.diagnosis.case import Case
from tb_gradplugin.diagnosis.causes.facts import MOST_LINES, Claim, Facts, lines
from tb_gradplugin.diagnosis.program import Node
from tb_gradplugin.diagnosis.text import later_uses, syntax
from tb_gradplugin.schema.findings import Location

_OF_FORM = frozenset({"Size", "Shape", "ShapeN", "Rank"})
"""Ops that ask a tensor for its form, which no number in it decides."""

_MOST_EMPTYING = 2
"""Lines that leave no elements, at most: all others have what the first left."""


class _Asked(NamedTuple):
    """A condition on sizes: its line, the op that ends in it, and those that ask."""

    line: Location
    last: Node
    asking: Sequence[Node]


def claims(case: Case, places: list[int]) -> list[Claim]:
    """Variables whose values end in such conditions, and are read in what these left out."""
    touched = [place for place in places if case.program.asked[place].value is not None]
    found = []
    for bits, nodes in ends.ended(case, case.bits(touched)):
        every = [_condition(case, node) for node in nodes]
        asked = [one for one in every if one is not None]
        if len(asked) < len(every):
            continue
        # By the first condition that a variable comes to: it may come to others as well.
        groups: dict[Location, list[int]] = {}
        for place in touched:
            first = next((one for one in asked if _comes_to(case, place, one)), None)
            if first is not None and bits >> place & 1:
                groups.setdefault(first.line, []).append(place)
        found += [_claim(case, asked, group) for group in groups.values()]
    return found


def _comes_to(case: Case, place: int, asked: _Asked) -> bool:
    return bool(ends.behind(case, asked.last) >> place & 1)


def _claim(case: Case, every: Sequence[_Asked], places: Sequence[int]) -> Claim:
    asked = [one for one in every if any(_comes_to(case, place, one) for place in places)]
    conditions = lines([one.line for one in asked])
    asking = [node for one in asked for node in one.asking]
    sized = [value for node in asking for value in node.inputs]
    evidence: dict[str, int | str] = {"region": "if", "computed_in": conditions[0].place}
    if len(conditions) > 1:
        evidence["conditions"] = len(conditions)
    emptying: tuple[Location, ...] = ()
    if all(_is_empty(case, value) for value in sized) and not any(map(_is_rank, asking)):
        emptying = _emptying(case, sized)
        evidence["no_elements_of"] = " and ".join(line.place for line in emptying)
    meant = "other variables receive a gradient, and a branch may be left out on purpose"
    facts = Facts(
        "GN115",
        "likely",
        lines(conditions[:1], emptying, conditions)[:MOST_LINES],
        evidence,
        likely_meant=meant if case.any_gradient else "",
        op_type="",
    )
    return Claim(facts, tuple(places))


def _is_rank(node: Node) -> bool:
    return node.op_type == "Rank"


def _is_empty(case: Case, value: int) -> bool:
    return 0 in (case.program.values[value].shape or ())


def _emptying(case: Case, values: Sequence[int]) -> tuple[Location, ...]:
    """The first lines whose ops leave no elements of tensors that have some."""
    waiting, seen = list(values), set(values)
    found: list[Node] = []
    while waiting:
        maker = case.node_of(waiting.pop())
        if maker is None:
            continue
        empty = [value for value in maker.inputs if _is_empty(case, value)]
        if not empty and maker.inputs and maker.locations:
            found.append(maker)
        waiting += [value for value in dict.fromkeys(empty) if value not in seen]
        seen.update(empty)
    found.sort(key=lambda node: node.index)
    return lines(*(node.locations[:1] for node in found))[:_MOST_EMPTYING]


def _condition(case: Case, last: Node) -> _Asked | None:
    """The condition on a truth value that rests on sizes alone."""
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
                where = syntax.location(line.file, node.lineno, line.function)
                return _Asked(where, last, asking)
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
