"""The way of a Python or NumPy number through the lines of a program, from name to name."""

from __future__ import annotations

import ast
from collections.abc import Sequence

from tb_gradplugin.diagnosis.text import arrays, later_uses, syntax
from tb_gradplugin.schema.findings import Location


def leads(made: Sequence[Location], used: Sequence[Location]) -> bool:
    """Whether what one line makes is seen to be used by another.

    Args:
      made: the line on which a number is made, and those that called it, innermost first.
      used: the same of the line that may use it.
    """
    for place in made:
        statements = _statements(place)
        first = next(
            (i for i, each in enumerate(statements) if syntax.spans(each, place.line)), None
        )
        if first is None:
            return False
        tree = syntax.tree_of(place.file)
        numpys = arrays.numpy_names(tree) if tree is not None else frozenset()
        names: set[str] = set()
        is_returned = False
        for statement in statements[first:]:
            is_first = statement is statements[first]
            if not is_first and not names & _loaded(statement):
                # A name that is given another value is another number's.
                names -= later_uses.stored(statement)
                continue
            if any(syntax.spans(statement, line.line) and line.file == place.file for line in used):
                return True
            is_returned |= isinstance(statement, ast.Return)
            names |= _stored(statement) | arrays.filled_by(statement, numpys)
        if not is_returned:
            return False
    return False


def picks(made: Location, other: Location) -> bool:
    """Whether what one line makes is only an index on another one of the same function.

    Such as an action that is drawn from probabilities, and tells which of them is kept.
    """
    statements = _statements(made)
    first, second = (
        next((each for each in statements if syntax.spans(each, line.line)), None)
        for line in (made, other)
    )
    if first is None or second is None or first is second or made.file != other.file:
        return False
    names = _stored(first)
    uses = [node for node in ast.walk(second) if isinstance(node, ast.Name) and node.id in names]
    slices = [node.slice for node in ast.walk(second) if isinstance(node, ast.Subscript)]
    inside = {id(node) for each in slices for node in ast.walk(each)}
    return bool(uses) and all(id(node) in inside for node in uses)


def decides(made: Sequence[Location]) -> bool:
    """Whether a Python condition is seen to rest on what a line makes.

    Args:
      made: the line on which a number is made, and those that called it, innermost first.
    """
    function = later_uses.function_at(made[0]) if made else None
    if function is None:
        return False
    tests = [
        node.test
        for node in syntax.own_nodes(function.body)
        if isinstance(node, (ast.If, ast.While, ast.IfExp))
    ]
    line = made[0].line
    if any(syntax.spans(test, line) for test in tests):
        return True
    statements = _statements(made[0])
    first = next((i for i, each in enumerate(statements) if syntax.spans(each, made[0].line)), None)
    names: set[str] = set()
    for statement in statements[first:] if first is not None else ():
        if statement is statements[first or 0] or names & _loaded(statement):
            names |= _stored(statement)
    return any(test.lineno > line and names & _loaded(test) for test in tests)


def is_only_kept(made: Sequence[Location]) -> bool:
    """Whether a line only puts a number into a list that its function does not use afterwards.

    Args:
      made: the line on which a number is made, and those that called it, innermost first.
    """
    statements = _statements(made[0]) if made else []
    first = next((i for i, each in enumerate(statements) if syntax.spans(each, made[0].line)), None)
    if first is None:
        return False
    kept = _appended_to(statements[first])
    return bool(kept) and not any(kept & _loaded(each) for each in statements[first + 1 :])


def _stored(statement: ast.stmt) -> set[str]:
    """Names that a statement gives a value to, or puts something into."""
    return later_uses.stored(statement) | _appended_to(statement) | _written_into(statement)


def _written_into(statement: ast.stmt) -> set[str]:
    """The arrays, lists and dicts that a statement gives an entry: `array[0, 1] = number`."""
    targets = syntax.targets(statement)
    places = (target.value for target in targets if isinstance(target, ast.Subscript))
    return {name for name in map(syntax.dotted, places) if name}


def _appended_to(statement: ast.stmt) -> set[str]:
    call = statement.value if isinstance(statement, ast.Expr) else None
    if not isinstance(call, ast.Call) or not isinstance(call.func, ast.Attribute):
        return set()
    owner = call.func.value
    return {owner.id} if call.func.attr == "append" and isinstance(owner, ast.Name) else set()


def _statements(place: Location) -> list[ast.stmt]:
    """The statements without others inside of them, of the function around a line, in order."""
    function = later_uses.function_at(place)
    if function is None:
        return []
    found = later_uses.simple_statements(syntax.own_nodes(function.body))
    return sorted(found, key=lambda node: node.lineno)


def _loaded(statement: ast.AST) -> set[str]:
    """Names whose value a statement uses, dotted ones included."""
    return {
        syntax.dotted(node)
        for node in ast.walk(statement)
        if isinstance(node, (ast.Name, ast.Attribute)) and isinstance(node.ctx, ast.Load)
    } - {""}
