"""Lists of results that go through `zip`, which ends with the shortest of what it is given."""

from __future__ import annotations

import ast
import dataclasses
from collections.abc import Iterator, Sequence

from tb_gradplugin.diagnosis.program import Node, Program
from tb_gradplugin.diagnosis.text import left_out, looped_over, syntax
from tb_gradplugin.schema.findings import Location

_CHOOSING = (ast.If, ast.IfExp, ast.Continue, ast.Break, ast.Return, ast.BoolOp)
_OPERATORS = (ast.BinOp, ast.UnaryOp, ast.Compare)


@dataclasses.dataclass(frozen=True)
class Zipped:
    """A call of `zip` that does not come to all of a list.

    Attributes:
      name: of the list.
      line: of the call.
      shortest: what else it is given that has the fewest elements; empty where not all is known.
      length: how many these are; 0 where that is not known.
    """

    name: str
    line: Location
    shortest: str = ""
    length: int = 0

    @property
    def said(self) -> dict[str, str | int]:
        """Evidence of it."""
        said: dict[str, str | int] = {"looped_over": self.name, "zipped": "yes"}
        return {**said, "shortest": self.shortest, "elements": self.length} if self.length else said


def found(
    program: Program, ends: Sequence[Node], last: Node, taken: Sequence[Node]
) -> Zipped | None:
    """The call of `zip` that alone reads a list in which a result is, and leaves that one out.

    Args:
      program: the evaluation.
      ends: ops whose results no op uses.
      last: one of them.
      taken: those that the loss depends on.
    """
    ran = {(line.file, line.line) for node in taken for line in node.locations}
    scopes = [*looped_over.named(last.locations)]
    for file, called, argument in left_out.given_to(last.locations, taken):
        if not isinstance(called, ast.Lambda) and not looped_over.stores(called, argument):
            scopes.append((file, called, argument))
    for file, scope, name in scopes:
        call = _call_that_reads(scope, name)
        loop = _loop_over(scope, call) if call is not None else None
        if call is None or loop is None or any(map(_chooses, looped_over.repeated(loop))):
            continue
        body = {(file, line) for each in looped_over.repeated(loop) for line in syntax.lines(each)}
        if not body & ran:
            continue
        line = looped_over.location(file, call)
        others = [one for one in map(without_count, call.args) if not _is(one, name)]
        lengths = [length(one, scope, line, program) for one in others]
        known = [one for one in lengths if one is not None]
        if known and _results(ends, program, body, last) > min(known):
            if len(known) < len(others):
                return Zipped(name, line)
            return Zipped(name, line, ast.unparse(others[known.index(min(known))]), min(known))
        if not known and _is_used_by_op(loop, name, call):
            return Zipped(name, line)
    return None


def _call_that_reads(scope: ast.AST, name: str) -> ast.Call | None:
    """The call of `zip` that is given a list, where nothing else reads more than its length."""
    around = syntax.parents(scope)
    reads = [
        node
        for node in ast.walk(scope)
        if isinstance(node, ast.expr) and _is(node, name)
        if isinstance(getattr(node, "ctx", None), ast.Load)
        if syntax.asked_of(node, around) != "len"
    ]
    for call in calls(scope):
        given = [one for one in map(without_count, call.args) if _is(one, name)]
        if len(reads) == 1 and [reads[0]] == given and len(call.args) > 1:
            return call
    return None


def calls(scope: ast.AST) -> Iterator[ast.Call]:
    """The calls of `zip` that end with the shortest of what they are given."""
    for node in ast.walk(scope):
        if isinstance(node, ast.Call) and syntax.is_name(node.func, "zip"):
            is_starred = any(isinstance(one, ast.Starred) for one in node.args)
            is_strict = not all(getattr(one.value, "value", 1) is False for one in node.keywords)
            # With `strict`, a shorter one is an error.
            if not is_strict and not is_starred:
                yield node


def without_count(given: ast.expr) -> ast.expr:
    """What `enumerate` goes over, and the values of a dict, as these themselves."""
    if isinstance(given, ast.Call) and syntax.is_name(given.func, "enumerate") and given.args:
        return without_count(given.args[0])
    asked = given.func if isinstance(given, ast.Call) and not given.args else None
    if isinstance(asked, ast.Attribute) and asked.attr in ("values", "items", "keys"):
        return asked.value
    return given


def _is(node: ast.expr, name: str) -> bool:
    return syntax.dotted(node) == name


def _loop_over(scope: ast.AST, call: ast.Call) -> looped_over.Loop | None:
    for loop in ast.walk(scope):
        if isinstance(loop, looped_over.LOOPS):
            over = [loop.iter] if isinstance(loop, ast.For) else [g.iter for g in loop.generators]
            if len(over) == 1 and without_count(over[0]) is call:
                return loop
    return None


def _chooses(part: ast.AST) -> bool:
    return any(isinstance(node, _CHOOSING) for node in ast.walk(part))


def length(given: ast.expr, scope: ast.AST, line: Location, program: Program) -> int | None:
    """How many elements something has that a loop goes over; None where that is not known.

    Args:
      given: as the loop, or its `zip`, names it, see `without_count`.
      scope: the function, or the file, that the loop stands in.
      line: that names it there.
      program: the evaluation.
    """
    if isinstance(given, (ast.List, ast.Tuple)):
        is_starred = any(isinstance(one, ast.Starred) for one in given.elts)
        return None if is_starred else len(given.elts)
    if isinstance(given, ast.Call) and syntax.is_name(given.func, "range"):
        end = given.args[0] if len(given.args) == 1 else None
        number = end.value if isinstance(end, ast.Constant) else None
        return number if isinstance(number, int) else None
    name = syntax.dotted(given)
    own = [value for _, value in syntax.given_to(scope, name)] if name else []
    if len(own) == 1 == looped_over.stores(scope, name) and not isinstance(own[0], ast.Name):
        return length(own[0], scope, line, program)
    every = program.lengths if name else ()
    return next(
        (
            one.count
            for one in every
            if (one.file, one.line, one.name) == (line.file, line.line, name)
        ),
        None,
    )


def _results(ends: Sequence[Node], program: Program, body: set[tuple[str, int]], last: Node) -> int:
    """How many results there are, at least: those that the turns of a loop use, and the ends."""
    turns = [node for node in program.nodes if _is_in(node, body)]
    # What the loop has around it as well, it does not have in common with the result alone.
    beside = {*last.locations} - {line for node in turns for line in node.locations}
    makers = {value: program.values[value].node for node in turns for value in node.inputs}
    used = {
        value
        for value, maker in makers.items()
        if maker is not None
        if not _is_in(program.nodes[maker], body)
        if not beside.isdisjoint(program.nodes[maker].locations)
    }
    # One result may end in several ops, though seldom in two of one kind.
    return len(used) + len({node.index for node in ends if node.op_type == last.op_type})


def _is_in(node: Node, body: set[tuple[str, int]]) -> bool:
    return any((line.file, line.line) in body for line in node.locations)


def _is_used_by_op(loop: looped_over.Loop, name: str, call: ast.Call) -> bool:
    """Whether each turn computes with an element itself, rather than give it to any function."""
    place = next(i for i, one in enumerate(call.args) if _is(without_count(one), name))
    target = loop.target if isinstance(loop, ast.For) else loop.generators[0].target
    over = loop.iter if isinstance(loop, ast.For) else loop.generators[0].iter
    while over is not call and isinstance(target, ast.Tuple) and isinstance(over, ast.Call):
        target, over = target.elts[-1], over.args[0]
    if not isinstance(target, ast.Tuple) or len(target.elts) != len(call.args):
        return False
    names = {node.id for node in ast.walk(target.elts[place]) if isinstance(node, ast.Name)}
    return any(
        isinstance(one, ast.Name) and one.id in names
        for part in looped_over.repeated(loop)
        for node in ast.walk(part)
        if isinstance(node, _OPERATORS)
        for one in ast.iter_child_nodes(node)
    )
