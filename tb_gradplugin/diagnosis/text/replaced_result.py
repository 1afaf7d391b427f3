"""Results that a line under a condition replaces, where no op tells that the line ran.

Such a line gives a name what another name has, or an entry of a list. That it ran is known from
what the function returned: the loss goes on with that, and it is not the result.
"""

from __future__ import annotations

import ast
from collections.abc import Sequence

from tb_gradplugin.diagnosis.program import Node
from tb_gradplugin.diagnosis.text import later_uses, overwritten, syntax
from tb_gradplugin.schema.findings import Location

_FILLING = frozenset({"append", "extend", "add", "insert", "update", "setdefault"})
"""Methods that put something where others may take it from."""


def found(
    made: Sequence[Location], last: Node, nodes: Sequence[Node], taken: Sequence[Node]
) -> tuple[str, Location] | None:
    """The first that `by_line` finds for some lines of an op."""
    return next(filter(None, (by_line(line, last, nodes, taken) for line in made)), None)


def by_line(
    made: Location, last: Node, nodes: Sequence[Node], taken: Sequence[Node]
) -> tuple[str, Location] | None:
    """The name that a line gives to what it computes, and the line that gives it something else.

    Args:
      made: one of the lines of `last`.
      last: an op whose result no op uses.
      nodes: all that ran, in their order.
      taken: those that the loss depends on.

    Returns:
      None unless the function has that name returned, and does nothing else with the result than
      to take parts of it or to compute with it by operators, which would have made an op.
    """
    function = later_uses.function_at(made)
    if function is None or not _goes_on(last, made, function, nodes, taken):
        return None
    for name in overwritten.names_given(function, made.line):
        store = _only_store(function, name, made.line) if _returns(function, name) else None
        if store is not None:
            return name, syntax.location(made.file, store.lineno, function.name)
    return None


def _returns(function: syntax.Function, name: str) -> bool:
    """Whether a function returns nothing but the value of a name, and hands on nothing else."""
    nodes = list(syntax.own_nodes(function.body))
    returned = [node.value for node in nodes if isinstance(node, ast.Return)]
    keeps = any(
        not isinstance(target, (ast.Name, ast.Tuple))
        for node in nodes
        for target in syntax.targets(node)
    )
    fills = any(
        isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in _FILLING
        and not isinstance(node.func.value, ast.Name)
        for node in nodes
    )
    return (
        not (keeps or fills)
        and bool(returned)
        and all(isinstance(one, ast.Name) and one.id == name for one in returned)
        and name not in overwritten.kept_by_others(function)
    )


def _only_store(function: syntax.Function, name: str, line: int) -> ast.stmt | None:
    """The only line behind another that may give a name what has nothing to do with it."""
    after = overwritten.following(function, line)
    found: list[ast.stmt] = []
    for statement in after:
        own = later_uses.simple_statements(syntax.own_nodes([statement]))
        tests = [one for one in ast.walk(statement) if isinstance(one, ast.expr)]
        in_simple = {id(node) for one in own for node in ast.walk(one)}
        if any(id(one) not in in_simple and syntax.names_of(one, name) for one in tests):
            return None  # a condition asks for it, or a loop goes over it
        for one in own:
            reads = [node for node in syntax.names_of(one, name) if isinstance(node.ctx, ast.Load)]
            stores = any(isinstance(node.ctx, ast.Store) for node in syntax.names_of(one, name))
            if isinstance(one, ast.Return):
                continue
            if any(
                syntax.names_of(call, name) for call in ast.walk(one) if isinstance(call, ast.Call)
            ):
                return None  # what is called may leave it out
            if stores and not reads:
                is_plain = isinstance(one, ast.Assign) and isinstance(statement, ast.If)
                if not is_plain or found:
                    return None
                found.append(one)
            elif reads and not found:
                return None
    return found[0] if found else None


def _goes_on(
    last: Node,
    made: Location,
    function: syntax.Function,
    nodes: Sequence[Node],
    taken: Sequence[Node],
) -> bool:
    """Whether the loss takes what the call of a function returned in which an op ran."""
    outer = last.locations[last.locations.index(made) + 1 :]

    def is_inside(node: Node) -> bool:
        depth = len(node.locations) - len(outer)
        if depth < 1 or node.locations[depth:] != outer:
            return False
        own = node.locations[depth - 1]
        return own.file == made.file and syntax.spans(function, own.line)

    if not outer:
        return True  # it is the loss that the function returns
    inside = {last.index}
    for step in (-1, 1):
        # Another call of the function on the same line has its ops elsewhere.
        place = last.index + step
        while 0 <= place < len(nodes) and is_inside(nodes[place]):
            inside.add(place)
            place += step
    results = {value for place in inside for value in nodes[place].outputs}
    return any(
        node.index not in inside and not is_inside(node) and not results.isdisjoint(node.inputs)
        for node in taken
    )
