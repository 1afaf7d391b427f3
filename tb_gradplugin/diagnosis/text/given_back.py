"""Where what a function returns goes in the function that calls it."""

from __future__ import annotations

import ast
import builtins

from tb_gradplugin.diagnosis.text import syntax
from tb_gradplugin.schema.findings import Location

Place = tuple[int, int] | None
"""Of a result that is one of several: its place, and how many they are."""


def among_returned(node: ast.expr, function: syntax.Function) -> Place:
    """The place of an expression among several that a function returns, and how many these are."""
    around = syntax.parents(function)
    several = around[id(node)]
    if not isinstance(several, ast.Tuple) or not isinstance(around[id(several)], ast.Return):
        return None
    is_starred = any(isinstance(one, ast.Starred) for one in several.elts)
    return None if is_starred else (several.elts.index(node), len(several.elts))


def part(target: ast.expr, place: int, count: int) -> ast.expr | None:
    """What of several names is given the one at a place."""
    parts = target.elts if isinstance(target, (ast.Tuple, ast.List)) else []
    is_starred = any(isinstance(one, ast.Starred) for one in parts)
    return parts[place] if len(parts) == count and not is_starred else None


def giving_call(line: Location, function: syntax.Function, inner: str) -> ast.Call | None:
    """The only call on a line that may give what a function inside of it returns.

    Args:
      line: that calls.
      function: that the line stands in.
      inner: name of the function that returns.
    """
    tree = syntax.tree_of(line.file)
    others = {one.name for one in (syntax.functions_in(tree) if tree is not None else ())}
    others.discard(inner)
    calls = [
        node
        for node in syntax.own_nodes(function.body)
        if isinstance(node, ast.Call) and syntax.spans(node, line.line)
        if syntax.last_name(node.func) not in others
        if not _is_of_module(node.func, tree)
        if not hasattr(builtins, syntax.dotted(node.func))
    ]
    return calls[0] if len(calls) == 1 else None


def _is_of_module(called: ast.expr, tree: ast.Module | None) -> bool:
    """Whether what is called is an attribute of something that the file imports."""
    root = syntax.dotted(called).partition(".")[0]
    return any(
        (alias.asname or alias.name.partition(".")[0]) == root
        for node in (ast.walk(tree) if tree is not None else ())
        if isinstance(node, ast.Import)
        for alias in node.names
    )
