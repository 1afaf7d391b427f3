"""Names that get an entry of a container of variables from a call, and that nothing reads."""

from __future__ import annotations

import ast
from collections.abc import Collection, Iterator, Sequence
from typing import NamedTuple

from tb_gradplugin.diagnosis.case import Case
from tb_gradplugin.diagnosis.in_source import InSource
from tb_gradplugin.diagnosis.text import later_uses, left_out, syntax, unread
from tb_gradplugin.schema.findings import Location

_CONDITIONAL = (ast.If, ast.Match, ast.ExceptHandler, *syntax.LOOPS)


class Entry(NamedTuple):
    """What a function gets and leaves.

    Attributes:
      name: the one that nothing reads.
      container: by which the called function has what it returns an entry of.
      line: which gives the name its value.
    """

    name: str
    container: str
    line: Location


class _Given(NamedTuple):
    """An entry, and the texts in the call that gives it."""

    entry: Entry
    texts: frozenset[str]


def found(case: Case, places: Sequence[int], in_source: Sequence[InSource]) -> list[Entry]:
    """The slips by which variables of one container are not read.

    Args:
      case: the evaluation.
      places: of variables that no op has read.
      in_source: what is known of these: a line that names each.

    Returns:
      One for each function on the way to the loss that has one; nothing where a function has
      several, where not all of the variables lie in one container, or where it is seen from the
      names of variables that these are others.
    """
    containers = {one.name for one in in_source}
    if len(in_source) != len(places) or len(containers) != 1 or case.program.loss is None:
        return []
    # Of several objects of a class, one that the evaluation did not touch has its own entries.
    if any(one.name.startswith("self.") and not one.beside for one in in_source):
        return []
    container, files = containers.pop(), {one.location.file for one in in_source}
    ran = case.lines_run
    every: list[_Given] = []
    for file, function in _on_the_way(case):
        own = list(_unread(file, function, container, files, ran))
        if len(own) > 1:
            return []
        every += own
    names = [one.name for one in case.program.asked]
    lost = [names[place] for place in places]
    # Most programs name a variable by the key that it is kept under.
    keys = [[text for text in one.texts if any(text in name for name in names)] for one in every]
    if not all(any(all(text in name for text in key) for key in keys) for name in lost):
        return []
    return [
        one.entry
        for one, key in zip(every, keys, strict=True)
        if any(all(text in name for text in key) for name in lost)
    ]


def _on_the_way(case: Case) -> Iterator[tuple[str, syntax.Function]]:
    """The functions of the program that ran on the way to the loss, with their files."""
    seen: set[int] = set()
    lines: dict[tuple[str, int], Location] = {
        (line.file, line.line): line
        for node in case.program.nodes
        if case.ways.depends[node.index]
        for line in node.locations
    }
    for line in lines.values():
        function = later_uses.function_at(line)
        if function is not None and id(function) not in seen:
            seen.add(id(function))
            yield line.file, function


def _unread(
    file: str,
    function: syntax.Function,
    container: str,
    files: Collection[str],
    ran: left_out.Ran,
) -> Iterator[_Given]:
    """The entries of a container that a function gives a name and never reads."""
    if unread.reads_all(function):
        return
    read = {
        node.id
        for node in ast.walk(function)
        if isinstance(node, ast.Name) and not isinstance(node.ctx, ast.Store)
    }
    around = syntax.parents(function)
    for statement in syntax.own_nodes(function.body):
        if not isinstance(statement, ast.stmt):
            continue
        values = {id(value): value for _, value in syntax.assigned(statement)}
        for key, value in values.items():
            targets = [one for one, given in syntax.assigned(statement) if id(given) == key]
            # A part of an object may be read by whoever has the object.
            names = [one.id for one in targets if isinstance(one, ast.Name)]
            if not isinstance(value, ast.Call) or len(names) != len(targets):
                continue
            if any(name.startswith("_") or name in read for name in names):
                continue
            if not _went_on(statement, around, function, file, ran):
                continue
            if _gives_entry(value.func, container, {file, *files}):
                line = syntax.location(file, statement.lineno, function.name)
                yield _Given(Entry(names[0], container, line), frozenset(_texts(value)))


def _went_on(
    statement: ast.stmt,
    around: dict[int, ast.AST],
    function: syntax.Function,
    file: str,
    ran: left_out.Ran,
) -> bool:
    """Whether a line is known to have run behind a statement, under the same condition."""
    outer = syntax.upwards(statement, around, function)
    block = next((node for node in outer if isinstance(node, _CONDITIONAL)), function)
    bodies = [getattr(block, "body", []), getattr(block, "orelse", [])]
    ends = [body[-1].end_lineno or 0 for body in bodies if body]
    end = min((one for one in ends if one >= statement.lineno), default=0)
    first = (statement.end_lineno or statement.lineno) + 1
    return any((file, line) in ran for line in range(first, end + 1))


def _gives_entry(called: ast.expr, container: str, files: Collection[str]) -> bool:
    """Whether all functions of the program that have the name of what is called return one."""
    name = syntax.last_name(called)
    trees = [tree for file in files if (tree := syntax.tree_of(file)) is not None]
    same = [one for tree in trees for one in syntax.functions_in(tree) if one.name == name]
    return bool(same) and all(_returns_entry(one, container) for one in same)


def _returns_entry(function: syntax.Function, container: str) -> bool:
    nodes = list(syntax.own_nodes(function.body))
    # `v = rows[key]`, `rows[key] = v` and `rows.append(v)` say that `v` is an entry.
    simple = later_uses.simple_statements(nodes)
    entries = {
        node.id
        for statement in simple
        if any(_is_entry(node, container) for node in ast.walk(statement))
        for node in (*syntax.targets(statement), *_put_in(statement))
        if isinstance(node, ast.Name)
    }
    returned = [node.value for node in nodes if isinstance(node, ast.Return)]
    return bool(returned) and all(
        value is not None
        and (_is_entry(value, container) or (isinstance(value, ast.Name) and value.id in entries))
        for value in returned
    )


def _put_in(statement: ast.stmt) -> list[ast.expr]:
    """What a statement puts into a container by a method, or by giving an entry its value."""
    if isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Call):
        return statement.value.args
    return [statement.value] if isinstance(statement, ast.Assign) else []


def _is_entry(node: ast.AST, container: str) -> bool:
    """Whether a node is an entry of a container, or a call of its own method for one."""
    if isinstance(node, ast.Subscript):
        return syntax.dotted(node.value) == container
    called = node.func if isinstance(node, ast.Call) else None
    return isinstance(called, ast.Attribute) and syntax.dotted(called.value) == container


def _texts(call: ast.Call) -> Iterator[str]:
    for node in ast.walk(call):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value:
            yield node.value
