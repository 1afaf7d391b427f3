"""Lines whose result their function hands on to its caller, who makes of it what it likes."""

from __future__ import annotations

import ast
from collections.abc import Collection, Sequence

from tb_gradplugin.diagnosis import gone_by, later_uses, syntax
from tb_gradplugin.diagnosis.program import Node
from tb_gradplugin.schema.findings import Location

COMPREHENSIONS = ("<listcomp>", "<setcomp>", "<dictcomp>", "<genexpr>")
"""What Python calls those; before Python 3.12 they are functions of their own."""

OF_OBJECTS = ("call", "__call__")
"""Methods that run where an object itself is called, by whatever name."""


def part_taken(line: Location) -> Location | None:
    """The line that takes one part of a list that a line fills, where nothing else reads it.

    Args:
      line: one of the user's that made a tensor, or called what made it.
    """
    function = later_uses.function_at(line)
    if function is None:
        return None
    nodes = list(syntax.own_nodes(function.body))
    own = [one for one in nodes if isinstance(one, ast.stmt) and syntax.spans(one, line.line)]
    names = {filled for node in own if (filled := _filled_by(node))}
    names = names or {name for node in own for name in _filled_later(function, node)}
    if len(names) != 1:
        return None
    name = names.pop()
    filling = [
        node.func
        for node in ast.walk(function)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
        if node.func.attr == "append" and syntax.is_name(node.func.value, name)
    ]
    # A turn of a loop takes from the list, before it fills it, what turns before it have made.
    before = [
        read
        for loop in nodes
        if isinstance(loop, syntax.LOOPS) and syntax.spans(loop, line.line)
        for filled in filling
        if any(filled is node for node in ast.walk(loop))
        for read in ast.walk(loop)
        if isinstance(read, ast.expr) and read.lineno <= filled.lineno
    ]
    filled_by = {id(node.value) for node in filling}
    is_series = any(syntax.is_name(one, name) and id(one) not in filled_by for one in before)
    passed = filled_by | {id(node) for node in before}
    read = [
        node
        for node in ast.walk(function)
        if isinstance(node, ast.Name) and node.id == name and isinstance(node.ctx, ast.Load)
        if id(node) not in passed
    ]
    parts = [
        node
        for node in ast.walk(function)
        if isinstance(node, ast.Subscript) and any(node.value is one for one in read)
    ]
    if len(read) != len(parts) or any(isinstance(part.slice, ast.Slice) for part in parts):
        return None
    if len(parts) > 1 or is_series:
        # The last of a series is the result itself, which goes nowhere from there.
        parts = [part for part in parts if _index(part.slice) != -1]
    return syntax.location(line.file, parts[0].lineno, function.name) if len(parts) == 1 else None


def _filled_later(function: syntax.Function, made: ast.stmt) -> list[str]:
    """The names of the lists into which goes, and nowhere else, what a statement gives a name."""
    target = made.targets[0] if isinstance(made, ast.Assign) and len(made.targets) == 1 else None
    if not isinstance(target, ast.Name):
        return []
    lists: dict[str, None] = {}
    gone: set[int] = set()
    for node in syntax.own_nodes(function.body):
        if not isinstance(node, ast.stmt) or not later_uses.is_simple(node):
            continue
        if isinstance(node, ast.Assign) and any(
            syntax.is_name(one, target.id) for one in node.targets
        ):
            gone |= {id(one) for one in ast.walk(node)}
        call = node.value if isinstance(node, ast.Expr) else None
        filled = _filled_by(node)
        if (
            filled
            and isinstance(call, ast.Call)
            and any(syntax.is_name(one, target.id) for one in call.args)
        ):
            lists[filled] = None
            gone |= {id(one) for one in ast.walk(node)}
    loops = [one for one in ast.walk(function) if isinstance(one, syntax.LOOPS)]
    around = [one.lineno for one in loops if syntax.spans(one, made.lineno)]
    first = min(around, default=made.lineno)
    # What the name was before is another thing.
    named = (node for node in ast.walk(function) if syntax.is_name(node, target.id))
    every = [node for node in named if getattr(node, "lineno", 0) >= first]
    return list(lists) if all(id(node) in gone for node in every) else []


def only_part_read(line: Location, inner: Sequence[Location]) -> Location | None:
    """The line that takes one part of what a call returns, where nothing reads another part.

    Args:
      line: one of the user's that takes a part of the result of a call, or gives it a name.
      inner: the lines inside of that call that a tensor came out through, the innermost first.

    Returns:
      The first line that takes the part; None where the function that is called does not return
      several, or where the name is read in another way than by one number or key, or by giving
      the parts names of which one alone is read.
    """
    if not inner or not _returns_several(inner[-1]):
        return None
    scope = later_uses.function_at(line) or syntax.tree_of(line.file)
    if scope is None:
        return None
    nodes = list(ast.walk(scope))
    if any(
        isinstance(node, ast.Subscript)
        and isinstance(node.value, ast.Call)
        and inner[-1].function in (syntax.last_name(node.value.func), *OF_OBJECTS)
        and syntax.spans(node, line.line)
        and _index(node.slice, scope) is not None
        for node in nodes
    ):
        return line
    made = [
        node for node in nodes if isinstance(node, ast.Assign) and syntax.spans(node, line.line)
    ]
    target = made[0].targets[0] if len(made) == 1 and len(made[0].targets) == 1 else None
    if not isinstance(target, ast.Name) or not isinstance(made[0].value, ast.Call):
        return None
    named = [node for node in nodes if isinstance(node, ast.Name) and node.id == target.id]
    if not any(isinstance(node, syntax.LOOPS) and syntax.spans(node, line.line) for node in nodes):
        # What the name was before is another thing.
        end = made[0].end_lineno or made[0].lineno
        named = [node for node in named if node is target or node.lineno > end]
    read = {id(node) for node in named if isinstance(node.ctx, ast.Load)}
    if len(named) - len(read) != 1:
        return None
    loaded = syntax.loaded(scope)
    parts: dict[int, int | str | None] = {}
    for node in nodes:
        if isinstance(node, ast.Subscript) and id(node.value) in read:
            if isinstance(node.ctx, ast.Load):
                parts[node.lineno] = _index(node.slice, scope)
                read.discard(id(node.value))
        elif isinstance(node, ast.Assign) and id(node.value) in read:
            parts[node.lineno] = _only_name(node.targets, loaded)
            read.discard(id(node.value))
    if read or len(set(parts.values())) != 1 or None in parts.values():
        return None
    return syntax.location(line.file, min(parts), line.function)


def _returns_several(line: Location) -> bool:
    """Whether the function around a line returns a tuple, list or dict of more than one."""
    function = later_uses.function_at(line)
    return function is not None and any(
        (isinstance(node.value, (ast.Tuple, ast.List)) and node.value.elts[1:])
        or (isinstance(node.value, ast.Dict) and node.value.keys[1:])
        for node in syntax.own_nodes(function.body)
        if isinstance(node, ast.Return)
    )


def _index(index: ast.expr, scope: ast.AST | None = None) -> int | str | None:
    """The whole number or the key that an index is; None for any other.

    A name, or an attribute, that nothing in the scope gives a value stands for the one it has.
    """
    if scope is not None and isinstance(index, (ast.Name, ast.Attribute)):
        name = syntax.dotted(index)
        given = {
            syntax.dotted(one)
            for one in ast.walk(scope)
            if isinstance(one, (ast.Name, ast.Attribute)) and not isinstance(one.ctx, ast.Load)
        }
        return name if name and name not in given else None
    try:
        value = ast.literal_eval(index)
    except ValueError:
        return None
    return value if isinstance(value, (int, str)) else None


def _only_name(targets: Sequence[ast.expr], loaded: Collection[str]) -> str | None:
    """The only one of several names that a statement gives parts to which is read later."""
    every = targets[0].elts if len(targets) == 1 and isinstance(targets[0], ast.Tuple) else []
    names = [one.id for one in every if isinstance(one, ast.Name)]
    read = [name for name in names if name in loaded]
    return read[0] if len(names) == len(every) and len(read) == 1 else None


def _filled_by(statement: ast.stmt) -> str | None:
    """The name of a list that a statement makes of several, or puts one into."""
    if isinstance(statement, ast.Assign) and len(statement.targets) == 1:
        target = statement.targets[0]
        several = isinstance(statement.value, (ast.ListComp, ast.List))
        return target.id if several and isinstance(target, ast.Name) else None
    return syntax.filled_by(statement, ("append",))


def to_caller(line: Location, went_on: Collection[int] = ()) -> bool:
    """Whether all that a line computes is what its function returns.

    Args:
      line: one of the user's that made a tensor, or called what made it.
      went_on: numbers of lines of its function that are known to have run after it, before the
        function returned.

    Returns:
      True for a line of a `return` that takes no part of what it computes, and for one that gives
      its value to a name which nothing but such a `return` reads later.
    """
    function = later_uses.function_at(line)
    # A line of a lambda is found in the function around it, whose `return` is another one.
    if function is None or line.function not in (function.name, *COMPREHENSIONS):
        return False
    nodes = list(syntax.own_nodes(function.body))
    every = [node for node in nodes if isinstance(node, ast.Return)]
    passed = {id(node) for node in gone_by.returns(function, went_on)}
    returned = [node.value for node in every if node.value and id(node) not in passed]
    if any(
        syntax.spans(value, line.line) and not isinstance(value, ast.Subscript)
        for value in returned
    ):
        return True
    own = [node for node in nodes if isinstance(node, ast.Assign) and syntax.spans(node, line.line)]
    if len(own) != 1 or len(own[0].targets) != 1 or not isinstance(own[0].targets[0], ast.Name):
        return False
    name, end = own[0].targets[0].id, own[0].end_lineno or own[0].lineno
    later = [
        node
        for node in ast.walk(function)
        if isinstance(node, ast.Name) and node.id == name and node.lineno > end
    ]
    parts = [part for value in returned for part in _parts(value)]
    # Where the one is computed from it, or asks for it, the other is it.
    choices = [one for one in parts if isinstance(one, ast.IfExp)]
    either = [
        one for one in choices if any(syntax.is_name(each, name) for each in (one.body, one.orelse))
    ]
    parts += [node for one in either for node in ast.walk(one) if isinstance(node, ast.expr)]
    return bool(later) and all(any(node is part for part in parts) for node in later)


def _parts(value: ast.expr) -> list[ast.expr]:
    if isinstance(value, ast.Dict):
        return value.values
    return value.elts if isinstance(value, (ast.Tuple, ast.List)) else [value]


def loser(
    given: Sequence[Location], last: Node | None = None, nodes: Sequence[Node] = ()
) -> Sequence[Location]:
    """The line that has a result last, of those that it comes out through, innermost first.

    What several layers of one class have in common is as it should be where one of them counts,
    and a function that returns what it computes leaves it to its caller.

    Args:
      given: the lines.
      last: the op that computes it, where that is known.
      nodes: all that ran, in their order.
    """
    return next(
        (given[place:][:1] for place, line in enumerate(given) if not _hands_on(line, last, nodes)),
        given[-1:],
    )


def all_hand_on(given: Sequence[Location], last: Node, nodes: Sequence[Node]) -> bool:
    """Whether of all of these lines of an op there is none that has its result last."""
    return all(_hands_on(line, last, nodes) for line in given)


def _hands_on(line: Location, last: Node | None, nodes: Sequence[Node]) -> bool:
    return to_caller(line, gone_by.lines_after(last, line, nodes) if last is not None else ())
