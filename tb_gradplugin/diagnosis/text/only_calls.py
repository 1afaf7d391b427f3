"""Calls that a result goes to and nowhere else, by itself or as one of several in a loop."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator, Sequence

from tb_gradplugin.diagnosis.text import interfaces, later_uses, overwritten, syntax, turns_over
from tb_gradplugin.schema.findings import Location

_COMPUTING = (ast.Call, ast.BinOp)

Place = int | str | slice
"""Where a call gives something: a number, a name, or all the places that a `*` may give."""


def found(
    function: syntax.Function, line: Location, inner: Location | None
) -> Iterator[tuple[ast.Call, Place]]:
    """Calls that what a line computes goes to, and nowhere else, and their places for it."""
    nodes = list(syntax.own_nodes(function.body))
    for name, loop in turns_over.given(function, lambda one: _is_computed(one, line.line)):
        yield from _by_name(nodes, function, _loads(function, name, loop))
    simple = later_uses.simple_statements(nodes)
    made = [one for one in simple if syntax.spans(one, line.line)]
    if len(made) != 1:
        return
    for call in ast.walk(made[0]):
        computed = [where for where, one in arguments(call) if _is_computed(one, line.line)]
        if isinstance(call, ast.Call) and len(computed) == 1:
            yield call, computed[0]
    # What no line of the program hands out may be any of several.
    unpacked = _unpacked(function, made[0]) if inner is None else []
    for name in (*_names(made[0], inner), *unpacked):
        yield from _of_reads(function, _reads(function, name, made[0]))


def of_several(
    function: syntax.Function, line: Location, inner: Location | None
) -> list[tuple[ast.Call, Place]]:
    """Calls of which each is given what a line computes, which goes to them alone.

    Returns:
      Nothing unless there are two at least, and nothing else reads the name of the result.
    """
    nodes = list(syntax.own_nodes(function.body))
    simple = later_uses.simple_statements(nodes)
    made = [one for one in simple if syntax.spans(one, line.line)]
    for name in _names(made[0], inner) if len(made) == 1 else ():
        reads = {id(one) for one in _reads(function, name, made[0])}
        calls = [
            (call, where)
            for call in nodes
            for where, value in arguments(call)
            if isinstance(call, ast.Call) and id(value) in reads
        ]
        if len(reads) > 1 and len({id(call) for call, _ in calls}) == len(reads):
            return sorted(calls, key=lambda one: one[0].lineno)
    return []


def of_parameter(function: syntax.Function, name: str) -> Iterator[tuple[ast.Call, Place]]:
    """Calls that what a function is given for a parameter goes to, and nowhere else."""
    every = syntax.names_of(function, name)
    around = syntax.parents(function)
    if all(isinstance(one.ctx, ast.Load) for one in every):
        reads = [one for one in every if syntax.asked_of(one, around) not in syntax.OF_ITS_FORM]
        yield from _of_reads(function, reads)


def _of_reads(
    function: syntax.Function, reads: Sequence[ast.expr]
) -> Iterator[tuple[ast.Call, Place]]:
    """The calls that what is read at one place alone goes to, or its parts in a loop."""
    nodes = list(syntax.own_nodes(function.body))
    yield from _by_name(nodes, function, reads)
    for each, loop in turns_over.given(function, lambda one: [one] == reads):
        yield from _by_name(nodes, function, _loads(function, each, loop))


def _is_computed(value: ast.expr, line: int) -> bool:
    has_computed = any(isinstance(one, _COMPUTING) for one in ast.walk(value))
    return syntax.spans(value, line) and has_computed


def _loads(function: syntax.Function, name: str, loop: ast.AST) -> list[ast.expr]:
    """Where the name that a loop gives a part is read; nothing if something outside has it too."""
    every = syntax.names_of(function, name)
    inside = {id(one) for one in ast.walk(loop)}
    stores = [one for one in every if not isinstance(one.ctx, ast.Load)]
    if len(stores) != 1 or any(id(one) not in inside for one in every):
        return []
    around = syntax.parents(function)
    return [
        one
        for one in every
        if one is not stores[0] and syntax.asked_of(one, around) not in syntax.OF_ITS_FORM
    ]


def _by_name(
    nodes: Iterable[ast.AST], function: syntax.Function, reads: Sequence[ast.expr]
) -> Iterator[tuple[ast.Call, Place]]:
    """The calls that are given what is read at one place alone, or in each turn an entry of it."""
    for call in nodes if len(reads) == 1 else ():
        for where, value in arguments(call):
            is_entry = (
                isinstance(value, ast.Subscript)
                and value.value is reads[0]
                and isinstance(value.slice, ast.Name)
                and value.slice.id in turns_over.counted(function, value)
            )
            if isinstance(call, ast.Call) and (value is reads[0] or is_entry):
                yield call, where


def arguments(call: ast.AST) -> list[tuple[Place, ast.expr]]:
    """What a call is given, and where; of places, those before the first `*` are numbers."""
    if not isinstance(call, ast.Call):
        return []
    is_starred = [isinstance(one, ast.Starred) for one in call.args]
    known = call.args[: is_starred.index(True) if any(is_starred) else None]
    found: list[tuple[Place, ast.expr]] = [*enumerate(known)]
    found += [(one.arg, one.value) for one in call.keywords if one.arg]
    for place, one in enumerate(call.args):
        # A parameter that is given by its name is not among those that the `*` gives.
        if isinstance(one, ast.Starred) and not call.keywords:
            before = is_starred[:place].count(False)
            behind = is_starred[place:].count(False)
            found.append((slice(before, -behind or None), one.value))
    return found


def _names(made: ast.stmt, inner: Location | None) -> list[str]:
    """The names to which a statement gives a result that comes out through an inner line."""
    target = made.targets[0] if isinstance(made, ast.Assign) and len(made.targets) == 1 else None
    if isinstance(target, ast.Name):
        return [target.id]
    several = target.elts if isinstance(target, ast.Tuple) else []
    function = later_uses.function_at(inner) if inner is not None else None
    if function is None or inner is None or not several:
        return []
    own = list(syntax.own_nodes(function.body))
    stored = {
        name
        for one in own
        if isinstance(one, ast.Assign) and syntax.spans(one, inner.line)
        for name in later_uses.stored(one)
    }
    returned = [
        one.value.elts
        for one in own
        if isinstance(one, ast.Return) and isinstance(one.value, ast.Tuple)
    ]
    return [
        one.id
        for place, one in enumerate(several)
        if isinstance(one, ast.Name)
        if any(
            len(parts) == len(several) and _is_made(parts[place], inner.line, stored)
            for parts in returned
        )
    ]


def _unpacked(function: syntax.Function, made: ast.stmt) -> list[str]:
    """The names that a statement gives several results of a call, such as that of a model.

    Returns:
      Nothing where it gives them in another way, or one of them is not read: it may be that one.
    """
    target = made.targets[0] if isinstance(made, ast.Assign) and len(made.targets) == 1 else None
    several = target.elts if isinstance(target, ast.Tuple) else []
    names = [one.id for one in several if isinstance(one, ast.Name)]
    is_of_call = isinstance(made, ast.Assign) and isinstance(made.value, ast.Call)
    is_each_read = len(names) == len(several) and syntax.loaded(function).issuperset(names)
    return names if is_of_call and is_each_read else []


def _is_made(part: ast.expr, line: int, stored: set[str]) -> bool:
    """Whether what is returned is computed on a line, or has one of the names given there."""
    if isinstance(part, ast.Name):
        return part.id in stored
    return syntax.spans(part, line) and any(isinstance(one, _COMPUTING) for one in ast.walk(part))


def _reads(function: syntax.Function, name: str, made: ast.stmt) -> list[ast.expr]:
    """Where a name that a statement gives a value may be read, but for the form of that value."""
    around = syntax.parents(function)
    every = syntax.names_of(function, name)
    following = overwritten.following(function, made.lineno)
    again = [one.lineno for one in following if name in later_uses.stored(one)]
    # What follows whatever happens, and gives the name another value, ends what it had before.
    end = min((line for line in again), default=None)
    is_in_loop = any(
        isinstance(one, syntax.LOOPS) and syntax.spans(one, made.lineno)
        for one in ast.walk(function)
    )
    found: list[ast.expr] = []
    for one in every:
        is_before = one.lineno < made.lineno and not is_in_loop
        if not isinstance(one.ctx, ast.Load) or is_before or (end and one.lineno > end):
            continue
        if syntax.asked_of(one, around) not in syntax.OF_ITS_FORM:
            found.append(one)
    return found


def is_alone(call: ast.Call, line: Location, function: syntax.Function) -> bool:
    """Whether no other call on the lines of one may be that of a function of the program.

    Others are of what is imported, or give it too few or too many arguments.
    """
    tree = syntax.tree_of(line.file)
    if tree is None:
        return False
    imported = interfaces.imports(tree)
    lines = syntax.lines(call)
    others = [
        one
        for one in ast.walk(tree)
        if isinstance(one, ast.Call) and any(syntax.spans(one, each) for each in lines)
        if one is not call and may_be_of(one, function)
    ]
    roots = [syntax.dotted(one.func).partition(".")[0] for one in others]
    return all(root in imported for root in roots)


def may_be_of(call: ast.Call, function: syntax.Function) -> bool:
    """Whether a call gives a function, or the method of an object, as many things as it takes."""
    own = syntax.positional(function.args)
    own = own[own[:1] in (["self"], ["cls"]) :]
    named = {*own, *(one.arg for one in function.args.kwonlyargs)}
    is_open = any(isinstance(one, ast.Starred) for one in call.args) or function.args.vararg
    if is_open or any(one.arg is None for one in call.keywords):
        return True
    # Keras takes `training` and the like for itself.
    given = len(call.args) + sum(one.arg in named for one in call.keywords)
    return len(own) - len(function.args.defaults) <= given <= len(named)
