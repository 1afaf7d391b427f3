"""Results that a program gives a name which it never reads, or hands to `add_loss` alone."""

from __future__ import annotations

import ast

from tb_gradplugin.diagnosis.text import later_uses, syntax
from tb_gradplugin.schema.findings import Location

_SEVERAL = (ast.List, ast.Tuple, *syntax.COMPREHENSIONS)


def by_line(made: Location) -> dict[str, str] | None:
    """What becomes of what a line computes, where that looks like a slip.

    Args:
      made: a line on which a tensor was computed that no op used.

    Returns:
      "add_loss" with its line where Keras keeps the result for whoever asks the model for its
      losses; "unread" with the name that nothing reads; None for everything else.
    """
    function = later_uses.function_at(made)
    if function is None:
        return None
    names: set[str] = set()
    for node in later_uses.simple_statements(syntax.own_nodes(function.body)):
        if not syntax.spans(node, made.line):
            continue
        if any(_adds_loss(one) for one in ast.walk(node)):
            return {"add_loss": made.place}
        if isinstance(node, ast.Assign) and all(isinstance(t, ast.Name) for t in node.targets):
            names = {target.id for target in node.targets if isinstance(target, ast.Name)}
        elif isinstance(node, ast.AugAssign) and is_of_function(node, function):
            names = {node.target.id} if isinstance(node.target, ast.Name) else set()
    names = {name for name in names if not name.startswith("_")}
    if not names:
        return None
    read = [node for node in ast.walk(function) if _is_read(node, names)]
    if not read:
        return {"unread": ", ".join(sorted(names))} if not reads_all(function) else None
    adding = [node for node in ast.walk(function) if _adds_loss(node)]
    inside = {id(node): call for call in adding for node in ast.walk(call)}
    if all(id(node) in inside for node in read):
        return {"add_loss": f"{made.file}:{inside[id(read[0])].lineno}"}  # type: ignore[attr-defined]
    return None


def is_of_function(added: ast.AugAssign, function: syntax.Function) -> bool:
    """Whether `+=` and the like give their name a value that nothing outside of a function has.

    What the function is given, or takes from an object, may be a list, which others see grow.
    """
    target = added.target
    if not isinstance(target, ast.Name) or isinstance(added.value, _SEVERAL):
        return False
    given = [value for _, value in syntax.given_to(function, target.id)]
    # One name more for what the function has computed under another.
    given = [
        value
        for one in given
        for value in (
            [each for _, each in syntax.given_to(function, one.id)] or [one]
            if isinstance(one, ast.Name)
            else [one]
        )
    ]
    is_computed = bool(given) and all(map(syntax.computes, given))
    return is_computed and target.id not in syntax.parameters(function.args)


def _is_read(node: ast.AST, names: set[str]) -> bool:
    return isinstance(node, ast.Name) and node.id in names and not isinstance(node.ctx, ast.Store)


def _adds_loss(node: ast.AST) -> bool:
    return (
        isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr == "add_loss"
    )


def reads_all(function: ast.AST) -> bool:
    """Whether names may be read in a way that cannot be seen, or belong to another function."""
    return any(
        isinstance(node, (ast.Global, ast.Nonlocal))
        or (isinstance(node, ast.Name) and node.id in syntax.ALL_NAMES)
        for node in ast.walk(function)
    )
