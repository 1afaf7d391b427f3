"""Lines whose result their function hands on to its caller, who makes of it what it likes."""

from __future__ import annotations

import ast
from collections.abc import Collection, Iterator, Sequence

from tb_gradplugin.diagnosis.program import Node
from tb_gradplugin.diagnosis.text import gone_by, later_uses, parts_taken, returned_parts, syntax
from tb_gradplugin.schema.findings import Location

COMPREHENSIONS = ("<listcomp>", "<setcomp>", "<dictcomp>", "<genexpr>")
"""What Python calls those; before Python 3.12 they are functions of their own."""


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
        parts = [part for part in parts if returned_parts.index_of(part.slice) != -1]
    return syntax.location(line.file, parts[0].lineno, function.name) if len(parts) == 1 else None


def _filled_later(function: syntax.Function, made: ast.stmt) -> list[str]:
    """The names of the lists into which goes, and nowhere else, what a statement gives a name."""
    target = made.targets[0] if isinstance(made, ast.Assign) and len(made.targets) == 1 else None
    if not isinstance(target, ast.Name):
        return []
    lists: dict[str, None] = {}
    gone: set[int] = set()
    for node in later_uses.simple_statements(syntax.own_nodes(function.body)):
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


def _filled_by(statement: ast.stmt) -> str | None:
    """The name of a list that a statement makes of several, or puts one into."""
    if isinstance(statement, ast.Assign) and len(statement.targets) == 1:
        target = statement.targets[0]
        several = isinstance(statement.value, (ast.ListComp, ast.List))
        return target.id if several and isinstance(target, ast.Name) else None
    return syntax.filled_by(statement, ("append",))


def outwards(made: Sequence[Location]) -> Iterator[tuple[int, Location, syntax.Function]]:
    """Lines that a result comes out through, as far as each hands it on to its caller.

    Args:
      made: the lines, innermost first.

    Yields:
      The place of each among them, the line, and the function that it stands in.
    """
    for place, line in enumerate(made):
        function = later_uses.function_at(line)
        if function is None:
            continue
        yield place, line, function
        if not to_caller(line):
            return


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
    name, key = _given_to(own[0].targets) if len(own) == 1 else ("", None)
    if not name:
        return False
    end = own[0].end_lineno or own[0].lineno
    others = _other_entries(nodes, name, key)
    later = [
        node
        for node in ast.walk(function)
        if isinstance(node, ast.Name) and node.id == name and node.lineno > end
        if id(node) not in others
    ]
    parts = [part for value in returned for part in _parts(value, line.file)]
    # Where the one is computed from it, or asks for it, the other is it.
    choices = [one for one in parts if isinstance(one, ast.IfExp)]
    either = [
        one for one in choices if any(syntax.is_name(each, name) for each in (one.body, one.orelse))
    ]
    parts += [node for one in either for node in ast.walk(one) if isinstance(node, ast.expr)]
    return bool(later) and all(any(node is part for part in parts) for node in later)


def _given_to(targets: Sequence[ast.expr]) -> tuple[str, ast.Constant | None]:
    """The name that a statement gives a value, or of which it gives one to an entry; and its key.

    Returns:
      An empty name for all else.
    """
    target = targets[0] if len(targets) == 1 else None
    key = None
    if isinstance(target, ast.Subscript) and isinstance(target.slice, ast.Constant):
        key = target.slice
        target = target.value
    return (target.id, key) if isinstance(target, ast.Name) else ("", None)


def _other_entries(nodes: Sequence[ast.AST], name: str, key: ast.Constant | None) -> set[int]:
    """Where a function gives values to other entries of a name than the one of a key."""
    return {
        id(node.value)
        for node in nodes
        if key is not None
        and isinstance(node, ast.Subscript)
        and isinstance(node.ctx, ast.Store)
        and syntax.is_name(node.value, name)
        and isinstance(node.slice, ast.Constant)
        and node.slice.value != key.value
    }


def _parts(value: ast.expr, file: str) -> list[ast.expr]:
    if isinstance(value, ast.Dict):
        return value.values
    if isinstance(value, (ast.Tuple, ast.List)):
        return value.elts
    return [value, *returned_parts.put_into_object(value, file).values()]


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
    if last is None:
        return to_caller(line)
    went_on = gone_by.lines_after(last, line, nodes)
    return to_caller(line, went_on) and not parts_taken.at_once(line, last, nodes)
