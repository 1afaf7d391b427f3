"""Lines that take single parts of an object whose own method would use the one that is left."""

from __future__ import annotations

import ast
import functools
from collections.abc import Collection, Iterator, Sequence

from tb_gradplugin.diagnosis.case import Case
from tb_gradplugin.diagnosis.in_source import InSource
from tb_gradplugin.diagnosis.text import handed_on, later_uses, syntax, twins
from tb_gradplugin.schema.findings import Location


def found(case: Case, in_source: Sequence[InSource]) -> Sequence[Location]:
    """Lines that take another part of an object whose method would use what nothing has read.

    Args:
      case: the evaluation.
      in_source: what the program's lines tell of some variables that no op has read.

    Returns:
      The one that ran last comes first: the part that is left would come behind it. None where the
      method was seen to run, or would not be seen, as it computes nothing.
    """
    first = in_source[0] if in_source and in_source[0].is_use else None
    function = later_uses.function_at(first.location) if first is not None else None
    if first is None or function is None or not first.beside:
        return ()
    if not any(map(syntax.computes, function.body)):
        return ()
    if _ran(case, first, syntax.lines(function)):
        return ()
    used = twins.lines_that_use(case, first.beside[-1])
    if instead := [one for one in used if later_uses.stands_for(one, first.location)]:
        return instead[:1]
    if taking := _taking(case, first):
        return taking
    # What other methods of the object do with its parts is as it should be.
    outside = [one for one in used if not later_uses.is_of_same_class(one, first.location)]
    return handed_on.loser(outside or used)


def part_alone(case: Case, named: InSource) -> str:
    """What a line takes of the object that it names, where it does nothing else with it.

    Args:
      case: the evaluation.
      named: what the program's lines tell of a variable that no op has read.

    Returns:
      As it stands there, such as `self.outer.weight`; empty where the line was not seen to run.
    """
    function, line = later_uses.function_at(named.location), named.location
    if function is None or not named.is_use:
        return ""
    if not any(line in node.locations for node in case.program.nodes):
        return ""
    statements = [one for one in syntax.own_nodes(function.body) if isinstance(one, ast.stmt)]
    own = [one for one in statements if syntax.spans(one, line.line)]
    nodes = list(ast.walk(max(own, key=lambda one: one.lineno))) if own else []
    of_it = [one for one in nodes if isinstance(one, ast.expr) and ast.unparse(one) == named.name]
    taken = [
        one
        for one in nodes
        if isinstance(one, ast.Attribute) and any(one.value is x for x in of_it)
    ]
    called = {id(one.func) for one in nodes if isinstance(one, ast.Call)}
    parts = {ast.unparse(one) for one in taken if id(one) not in called}
    return parts.pop() if len(taken) == len(of_it) and len(parts) == 1 else ""


def _ran(case: Case, first: InSource, inside: Collection[int]) -> bool:
    """Whether the lines of a method are known to have run for the object, not for others alone."""
    nodes = [
        node
        for node in case.program.nodes
        if any(one.file == first.location.file and one.line in inside for one in node.locations)
    ]
    values = case.program.values
    read = {one for node in nodes for one in node.inputs if values[one].origin == "variable"}
    return bool(nodes) and (not read or not read.isdisjoint(first.beside))


def _taking(case: Case, first: InSource) -> list[Location]:
    """The lines of one function that take parts by their names, of which the last ran last."""
    holder = later_uses.class_at(first.location)
    names = set(_set_in(holder)) if holder is not None else set()

    # In a loop, many ops are of one line.
    @functools.cache
    def takes_parts(line: Location) -> bool:
        is_outside = not later_uses.is_of_same_class(line, first.location)
        return is_outside and not names.isdisjoint(_parts_at(line))

    found: dict[tuple[str, int], tuple[int, Location]] = {}
    for node in case.program.nodes:
        if not case.ways.depends[node.index] or set(first.beside).isdisjoint(node.inputs):
            continue
        for line in node.locations:
            if takes_parts(line):
                found[line.file, line.line] = node.index, line
                break
    every = [line for _, line in sorted(found.values(), key=lambda one: -one[0])]
    function = later_uses.function_at(every[0]) if every else None
    return [one for one in every if later_uses.function_at(one) is function]


def _set_in(holder: ast.ClassDef) -> Iterator[str]:
    """The attributes that the methods of a class set, and its properties."""
    for node in ast.walk(holder):
        if isinstance(node, ast.FunctionDef):
            if any(syntax.is_name(one, "property") for one in node.decorator_list):
                yield node.name
        elif (
            isinstance(node, ast.Attribute)
            and isinstance(node.ctx, ast.Store)
            and syntax.is_name(node.value, "self")
        ):
            yield node.attr


def _parts_at(line: Location) -> Iterator[str]:
    """The attributes of other objects than `self` that the statement on a line reads."""
    function = later_uses.function_at(line)
    for statement in syntax.own_nodes(function.body) if function is not None else ():
        if not isinstance(statement, ast.stmt) or statement.lineno != line.line:
            continue
        read = statement.iter if isinstance(statement, (ast.For, ast.AsyncFor)) else statement
        for node in ast.walk(read):
            if (
                isinstance(node, ast.Attribute)
                and isinstance(node.ctx, ast.Load)
                and not syntax.is_name(node.value, "self")
            ):
                yield node.attr
