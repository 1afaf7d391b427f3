"""Lines that give a name what other lines call by it, read from the program itself."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence

from tb_gradplugin.diagnosis.text import later_uses, syntax
from tb_gradplugin.schema.findings import Location


def line_that_makes_untrainable(used: Sequence[Location]) -> Location | None:
    """The line that has a variable made with `trainable=False`, whatever it calls to that end.

    Args:
      used: the lines of an op that reads the variable, innermost first.

    Returns:
      The line of the same function that gives a name which the innermost reads such a result; None
      where it reads none, or several.
    """
    function = later_uses.function_at(used[0]) if used else None
    nodes = list(syntax.own_nodes(function.body)) if function is not None else []
    read = {
        node.id
        for node in nodes
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load)
        if syntax.spans(node, used[0].line)
    }
    given: dict[str, list[ast.Assign]] = {}
    for node in nodes:
        if isinstance(node, ast.Assign):
            for name in later_uses.stored(node) & read:
                given.setdefault(name, []).append(node)
    made = [every for every in given.values() if any(map(_is_told_untrainable, every))]
    if function is None or len(made) != 1 or len(made[0]) != 1:
        return None
    return _location(used[0], made[0][0].lineno, function.name)


def _is_told_untrainable(given: ast.Assign) -> bool:
    called = given.value
    return isinstance(called, ast.Call) and any(
        keyword.arg == "trainable" and getattr(keyword.value, "value", None) is False
        for keyword in called.keywords
    )


def line_that_replaces(used: Sequence[Location]) -> Location | None:
    """The line that makes anew what lines call by a name or an attribute.

    Args:
      used: lines, innermost first.

    Returns:
      The last of several that make it, such as one that reads a model back; None where no name
      that the lines call is given by two calls.
    """
    for line in used:
        file = syntax.tree_of(line.file)
        function = later_uses.function_at(line)
        if file is None:
            continue
        called = _called_in(function or file, line.line)
        own = {name for name, _ in _made_in(function)} if function is not None else set()
        made: dict[str, list[int]] = {}
        for name, number, at in _made_in_file(line.file):
            # Of a plain name, only what stands outside of functions is the same one.
            if name in called and name not in own and ("." in name or at is None):
                made.setdefault(name, []).append(number)
        several = [max(lines) for lines in made.values() if len(lines) > 1]
        if several:
            return _location(line, several[0], "")
    return None


def line_made_again(used: Sequence[Location]) -> Location | None:
    """The line that gives an attribute a new object each time that its method is called.

    Args:
      used: lines that use something under the attribute, innermost first; the outermost attribute
        that is given so is the one.

    Returns:
      None where the attributes that these lines use are given once, where an object is made.
    """
    for line in used[::-1]:
        function = later_uses.function_at(line)
        if function is None:
            continue
        read = {
            ast.unparse(node)
            for node in ast.walk(function)
            if isinstance(node, ast.Attribute) and syntax.spans(node, line.line)
        }
        for name, number, at in _made_in_file(line.file):
            if name in read and at not in (None, function) and at.name not in syntax.BUILDING:
                return _location(line, number, "")
    return None


def _location(like: Location, line: int, function: str) -> Location:
    at = later_uses.function_at(Location(like.file, line, "", ""))
    named = function or (at.name if at is not None else "<module>")
    return syntax.location(like.file, line, named)


def _called_in(scope: ast.AST, line: int) -> set[str]:
    """Names and attributes that a line calls."""
    return {
        ast.unparse(node.func)
        for node in ast.walk(scope)
        if isinstance(node, ast.Call)
        and syntax.spans(node, line)
        and isinstance(node.func, (ast.Name, ast.Attribute))
    }


def _made_in_file(file: str) -> Iterator[tuple[str, int, syntax.Function | None]]:
    """As `_made_in`, each with the function that the line stands in."""
    tree = syntax.tree_of(file)
    if tree is not None:
        for name, line in _made_in(tree):
            yield name, line, next(iter(syntax.functions_around(tree, line)), None)


def _made_in(scope: ast.AST) -> Iterator[tuple[str, int]]:
    """Names and attributes that are given the result of a call, and the lines."""
    for node in ast.walk(scope):
        if isinstance(node, (ast.Assign, ast.AnnAssign)) and isinstance(node.value, ast.Call):
            for target in syntax.targets(node):
                if isinstance(target, (ast.Name, ast.Attribute)):
                    yield ast.unparse(target), node.lineno


def keeps_what_is_given(line: Location) -> bool:
    """Whether a line of a function only keeps one of its arguments under another name."""
    function = later_uses.function_at(line)
    for statement in syntax.own_nodes(function.body) if function is not None else ():
        if isinstance(statement, ast.stmt) and syntax.spans(statement, line.line):
            given = [value for _, value in syntax.assigned(statement)]
            own = syntax.parameters(function.args) if function is not None else set()
            if given and all(isinstance(one, ast.Name) and one.id in own for one in given):
                return True
    return False
