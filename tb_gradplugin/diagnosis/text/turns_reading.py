"""Loops that alone read a result made before them, where an `if` keeps each turn from doing so."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from tb_gradplugin.diagnosis import ends as ends_lib
from tb_gradplugin.diagnosis.program import Node, Program
from tb_gradplugin.diagnosis.text import (
    filled,
    handed_on,
    left_out,
    only_calls,
    syntax,
    turns_left,
    turns_over,
    unrun_blocks,
)
from tb_gradplugin.diagnosis.text.left_out import Ran
from tb_gradplugin.schema.findings import Location

_GOING = (ast.Return, ast.Break, ast.Continue)
"""What leaves statements out that stand behind it, where the program goes on."""

_MOST_CALLS = 3
"""Functions, at most, that hand a result on to each other before a loop reads it."""


class _Scope(NamedTuple):
    """Statements of a function that are known to have been come to, one after the other."""

    function: syntax.Function
    block: Sequence[ast.stmt]
    file: str


def kept_from(ends: Sequence[Node], program: Program, ran: Ran) -> tuple[Location, Location] | None:
    """The condition that kept each turn of a loop from reading a result, and the line of that.

    Args:
      ends: ops whose results no op uses.
      program: the evaluation.
      ran: lines that are known to have run, see `left_out.ran`.

    Returns:
      None unless the loop is known to have begun a turn, each turn to come to the condition, and
      nothing but lines which never ran to read the result.
    """
    computing = [one for one in ends if not _is_read_besides(one, ends, program.nodes)]
    return ends_lib.of_all(computing, lambda node: _of_op(node, program, ran))


def _is_read_besides(end: Node, ends: Sequence[Node], nodes: Sequence[Node]) -> bool:
    """Whether an op only reads a variable, as a layer does for its dtype, that others use."""
    if end.op_type != "ReadVariableOp":
        return False
    apart = {one.index for one in ends}
    handles = set(end.inputs)
    return any(one.index not in apart and not handles.isdisjoint(one.inputs) for one in nodes)


def _of_op(last: Node, program: Program, ran: Ran) -> tuple[Location, Location] | None:
    for _, line, function in handed_on.outwards(last.locations):
        used = unrun_blocks.uses(function, line, ran)
        if used is None:
            continue
        given, chains = used
        block = syntax.block_of(given, syntax.parents(function)[id(given)]) or [given]
        behind = _Scope(function, block[block.index(given) + 1 :], line.file)
        found = _of_reads(behind, [chain[0] for chain in chains], program, ran, _MOST_CALLS)
        if found is not None:
            return found, line
    return None


def _of_reads(
    scope: _Scope, names: Sequence[ast.AST], program: Program, ran: Ran, most: int
) -> Location | None:
    """The line of the condition in the loop that reads names, or to which a call hands them."""
    around = syntax.parents(scope.function)
    if turns_left.may_leave_unseen(scope.function):
        return None
    scope, names = _kept(scope, names, around)
    if not all(isinstance(getattr(one, "ctx", None), ast.Load) for one in names):
        return None
    reads = [one for one in names if syntax.asked_of(one, around) not in syntax.OF_ITS_FORM]
    loop = next((one for one in _come_to(scope.block) if _holds_all(one, reads)), None)
    if isinstance(loop, ast.For):
        inside = _read_in_turns(scope.function, loop, reads)
        condition = _condition(loop, inside, around, scope.file, ran) if inside else None
        if condition is None or not _begins_a_turn(loop, reads, scope, program, ran):
            return None
        return syntax.location(scope.file, condition.lineno, scope.function.name)
    if loop is None or len(reads) != 1 or most == 0:
        return None
    for called, parameter in _handed_to(loop, reads[0], scope, program.nodes):
        inner = _Scope(called, called.body, scope.file)
        found = _of_reads(inner, syntax.names_of(called, parameter), program, ran, most - 1)
        if found is not None:
            return found
    return None


def _kept(
    scope: _Scope, names: Sequence[ast.AST], around: dict[int, ast.AST]
) -> tuple[_Scope, Sequence[ast.AST]]:
    """The same of the name under which a statement keeps what is read, and of what stands behind.

    As of `outputs = tf.nest.flatten(outputs)`, where that name is read behind it alone.
    """
    loads = {id(one) for one in names if isinstance(getattr(one, "ctx", None), ast.Load)}
    for place, statement in enumerate(_come_to(scope.block)):
        pairs = list(syntax.assigned(statement))
        target, value = pairs[0] if len(pairs) == 1 else (None, None)
        kept = filled.kept_in(value) if value is not None else []
        if value is None or not isinstance(target, ast.Name) or not kept:
            continue
        if not all(id(one) in loads for one in kept):
            continue
        end = statement.end_lineno or statement.lineno
        own = {id(target), *map(id, ast.walk(value))}
        is_same = any(one.id == target.id for one in kept)
        every = [*names, *(() if is_same else syntax.names_of(scope.function, target.id))]
        left = [one for one in every if id(one) not in own]
        behind = [
            one
            for one in left
            if isinstance(one, ast.Name) and one.id == target.id and one.lineno > end
        ]
        is_all = all(
            one in behind or syntax.asked_of(one, around) in syntax.OF_ITS_FORM for one in left
        )
        if is_all:
            return _Scope(scope.function, scope.block[place + 1 :], scope.file), behind
    return scope, names


def _come_to(block: Sequence[ast.stmt]) -> Iterator[ast.stmt]:
    """The statements of a block up to the first that may leave out those behind it."""
    for one in block:
        yield one
        if any(isinstance(node, _GOING) for node in syntax.own_nodes([one])):
            return


def _holds_all(statement: ast.stmt, reads: Sequence[ast.AST]) -> bool:
    inside = {id(node) for node in ast.walk(statement)}
    return bool(reads) and all(id(one) in inside for one in reads)


def _read_in_turns(
    function: syntax.Function, loop: ast.For, reads: Sequence[ast.AST]
) -> list[ast.AST]:
    """Where turns of a loop read what it is given; nothing where that is not all seen."""
    over = {id(node) for node in ast.walk(loop.iter)}
    around = syntax.parents(function)
    found = [one for one in reads if id(one) not in over]
    for read in reads:
        if id(read) not in over:
            continue
        names = {
            name
            for name, each in turns_over.given(loop, lambda one, read=read: _is_or_has(one, read))  # type: ignore[misc]
            if each is loop
        }
        every = syntax.names_of(function, names.pop()) if len(names) == 1 else []
        loads = [one for one in every if isinstance(one.ctx, ast.Load)]
        # The target of the loop gives it its one value; what else has the name may be another.
        if len(loads) + 1 != len(every) or not _holds_all(loop, loads):
            return []
        found += [one for one in loads if syntax.asked_of(one, around) not in syntax.OF_ITS_FORM]
    return found


def _is_or_has(one: ast.expr, read: ast.AST) -> bool:
    return one is read or (isinstance(one, (ast.List, ast.Tuple)) and read in one.elts)


def _condition(
    loop: ast.For, reads: Sequence[ast.AST], around: dict[int, ast.AST], file: str, ran: Ran
) -> ast.If | None:
    chains = [[one, *syntax.upwards(one, around, loop), loop] for one in reads]
    # Lines that one turn ran tell nothing of another one.
    left = turns_left.condition(loop, loop, chains, set(), file, ran)
    return left or turns_left.around(loop, chains, file, ran)


def _begins_a_turn(
    loop: ast.For, reads: Sequence[ast.AST], scope: _Scope, program: Program, ran: Ran
) -> bool:
    """Whether a loop is known to have begun a turn: by a line of it, or by what it goes over.

    What turns are given the parts of holds the result at least.
    """
    if left_out.block_ran(loop.body, scope.file, ran):
        return True
    over = set(ast.walk(loop.iter))
    holding = {one.id for one in reads if isinstance(one, ast.Name) and one in over}
    return filled.over(loop, holding, filled.Scope(scope.function, scope.file, program))


def _handed_to(
    statement: ast.stmt, read: ast.AST, scope: _Scope, nodes: Sequence[Node]
) -> Iterator[tuple[syntax.Function, str]]:
    """The function that a statement surely calls with what is read, and its parameter for it."""
    around = syntax.parents(scope.function)
    chain = [read, *syntax.upwards(read, around, scope.function)]
    if syntax.statement_of(chain) is not statement or unrun_blocks.may_leave_out(chain):
        return
    for call in chain:
        places = [where for where, one in only_calls.arguments(call) if one is read]
        if not isinstance(call, ast.Call) or len(places) != 1 or isinstance(places[0], slice):
            continue
        called = left_out.functions_called(call, scope.file, scope.function, nodes)
        own = called or _methods_of_object(call.func, scope)
        if len(own) == 1 and isinstance(own[0], ast.FunctionDef):
            for name in left_out.parameters_given(own[0], [places[0]], call):
                yield own[0], name


def _methods_of_object(called: ast.expr, scope: _Scope) -> list[ast.FunctionDef]:
    """The method that runs where an object is called, whose class the one line that makes it tells.

    A method that makes no op is known by that alone.
    """
    tree, name = syntax.tree_of(scope.file), syntax.dotted(called)
    if tree is None or not name or name in syntax.parameters(scope.function.args):
        return []
    every = list(ast.walk(tree))
    made = [
        value
        for node in every
        for target, value in syntax.assigned(node)
        if syntax.dotted(target) == name
    ]
    stored = [
        node
        for node in every
        if syntax.dotted(node) == name and not isinstance(getattr(node, "ctx", None), ast.Load)
    ]
    makes = made[0] if len(made) == len(stored) == 1 else None
    of = syntax.last_name(makes.func) if isinstance(makes, ast.Call) else ""
    classes = [node for node in every if isinstance(node, ast.ClassDef) and node.name == of]
    methods = [
        one
        for one in (classes[0].body if len(classes) == 1 else ())
        if isinstance(one, ast.FunctionDef) and one.name in syntax.OF_OBJECTS
    ]
    by_python = [one for one in methods if one.name == "__call__"]
    return by_python or methods
