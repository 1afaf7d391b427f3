"""Lines that keep a copy of a model, also inside of a function of the program that makes it."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from tb_gradplugin.diagnosis.text import later_uses, syntax
from tb_gradplugin.schema.findings import Location

_COPYING = frozenset({"deepcopy", "clone_model", "clone", "from_config"})
"""Functions that make an object of an object, with variables of its own."""

_SAYING_SO = ("copy", "copies", "clone")
"""What the name of a function has in it that is known to copy by all who call it."""


class Copied(NamedTuple):
    """A line that keeps a copy.

    Attributes:
      line: which copies.
      call: of the function that the line stands in, which hands the copy out; None where the line
        itself gives it the name that the loss reads.
    """

    line: Location
    call: Location | None = None


class _Given(NamedTuple):
    """A name or an attribute that a line of a file gives a value.

    Attributes:
      name: as it stands there.
      line: its number.
      value: which the name is given.
      function: that the line stands in; None for one outside of functions.
    """

    name: str
    line: int
    value: ast.expr
    function: syntax.Function | None


def found(used: Sequence[Location]) -> Copied | None:
    """The line that keeps a copy, under a name which the function of a line reads.

    Args:
      used: lines, innermost first.

    Returns:
      Where the name is given what a function of the file makes, the one line of that function
      that copies; but the call itself where the name meant something else before, or where the
      function copies by its name and gives back nothing but the copy.
    """
    every = {name.rpartition(".") for line in used for name in _read_by(line)}
    attributes = {last for owner, _, last in every if owner}
    for line in used:
        function, read = later_uses.function_at(line), _read_by(line)
        given = [
            one
            for one in (_given_in_file(line.file) if function is not None else ())
            if one.name in read and (one.function in (None, function) or "." in one.name)
        ]
        for one in given:
            inside = _inside(line.file, one.value, attributes)
            call = _location(line.file, one.line)
            if inside is not None:
                # A name that is given a copy in place of something else is lost by the call.
                is_made_once = sum(other.name == one.name for other in given) == 1
                maker, copying = inside
                if not is_made_once or (_says_so(maker) and _is_all(maker, copying)):
                    return Copied(call)
                return Copied(_location(line.file, copying.lineno), call)
            if any(map(_copies, _calls(one.value))):
                return Copied(call)
    return None


def _read_by(line: Location) -> set[str]:
    """Names and attributes that the function of a line reads."""
    function = later_uses.function_at(line)
    return {
        ast.unparse(node)
        for node in syntax.own_nodes(function.body if function is not None else ())
        if isinstance(node, (ast.Name, ast.Attribute)) and isinstance(node.ctx, ast.Load)
    }


def _given_in_file(file: str) -> Iterator[_Given]:
    tree = syntax.tree_of(file)
    for node in ast.walk(tree) if tree is not None else ():
        if not isinstance(node, (ast.Assign, ast.AnnAssign)) or node.value is None:
            continue
        if tree is None or not _calls(node.value):
            continue
        around = next(iter(syntax.functions_around(tree, node.lineno)), None)
        for target in syntax.targets(node):
            if isinstance(target, (ast.Name, ast.Attribute)):
                yield _Given(ast.unparse(target), node.lineno, node.value, around)


def _inside(
    file: str, given: ast.expr, attributes: set[str]
) -> tuple[syntax.Function, ast.stmt] | None:
    """The function that makes something, and the one statement of it that copies.

    Args:
      file: of the program.
      given: what a name is given, with a call of the function.
      attributes: last names of those that are read on the way to the loss.
    """
    tree = syntax.tree_of(file)
    called = {syntax.last_name(call.func) for call in _calls(given)}
    found = [
        (function, node)
        for function in (syntax.functions_in(tree) if tree is not None else ())
        if function.name in called
        for node in later_uses.simple_statements(syntax.own_nodes(function.body))
        if any(map(_copies, _calls(node))) and _is_handed_out(function, node, attributes)
    ]
    return found[0] if len(found) == 1 else None


def _is_handed_out(function: syntax.Function, copying: ast.stmt, attributes: set[str]) -> bool:
    """Whether a copy is in what a function returns, or in an attribute that the loss reads."""
    names = _given_to(copying)
    for node in syntax.own_nodes(function.body):
        returned = node.value if isinstance(node, ast.Return) else None
        if returned is not None and (node is copying or names & syntax.loaded(returned)):
            return True
        for target, value in syntax.assigned(node):
            is_it = node is copying or names & syntax.loaded(value)
            if is_it and isinstance(target, ast.Attribute) and target.attr in attributes:
                return True
    return False


def _given_to(copying: ast.stmt) -> set[str]:
    """Names of the copy that a statement makes, or of the list that it puts that into."""
    filled = syntax.filled_by(copying, ("append",))
    return later_uses.stored(copying) | ({filled} if filled is not None else set())


def _says_so(function: syntax.Function) -> bool:
    return any(word in function.name.lower() for word in _SAYING_SO)


def _is_all(function: syntax.Function, copying: ast.stmt) -> bool:
    """Whether a function returns the copy itself, which a line makes, and nothing around it."""
    returned = [one for one in syntax.own_nodes(function.body) if isinstance(one, ast.Return)]
    names = later_uses.stored(copying)
    return all(
        one.value is not None
        and (getattr(one.value, "id", "") in names or (one is copying and _copies(one.value)))
        for one in returned
    )


def _location(file: str, line: int) -> Location:
    tree = syntax.tree_of(file)
    return syntax.location(file, line, syntax.called_at(tree, line) if tree is not None else "")


def _calls(scope: ast.AST) -> list[ast.Call]:
    return [node for node in ast.walk(scope) if isinstance(node, ast.Call)]


def _copies(node: ast.AST) -> bool:
    return isinstance(node, ast.Call) and syntax.last_name(node.func) in _COPYING
