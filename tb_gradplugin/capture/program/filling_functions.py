"""Functions that put something under a name, or an attribute, which others read."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence

from tb_gradplugin.capture.program import assignments, name_scopes, reachable
from tb_gradplugin.diagnosis.text import syntax

Given = Sequence[tuple[int, ast.expr]]
"""Lines and expressions."""


def found(
    named: reachable.Named, reach: reachable.Reach
) -> Iterator[tuple[name_scopes.Scope, Given]]:
    """Functions beside those in which a name is looked for anyhow, and what they give to it.

    Args:
      named: of a plain name, the functions are those that see the same variable of Python's; of
        an attribute, all of the file which give that to an object, other than to their own `self`,
        if objects of one class alone are seen to have it.
      reach: where other objects are looked for.
    """
    file = named.function.__code__.co_filename
    own = name_scopes.scopes(named)
    for tree in _functions(named, own, file, reach):
        if any(tree is scope.tree for scope in own):
            continue
        given = _to_attribute(tree, named.name) if named.owner else _to_name(tree, named.name)
        if given:
            around = name_scopes.names_on_stack(file, [tree])
            names = {**named.function.__globals__, **around}
            yield name_scopes.Scope(named.function, tree, names, False), given


def _functions(
    named: reachable.Named, own: Sequence[name_scopes.Scope], file: str, reach: reachable.Reach
) -> Iterator[ast.AST]:
    """Those that may give something to a name."""
    around: Sequence[ast.AST] = ()
    if named.owner:
        holders = {type(one.holder) for one in reach.named if one.owner and one.name == named.name}
        tree = syntax.tree_of(file)
        around = [tree] if tree is not None and len(holders) == 1 else []
    else:
        # The innermost that gives it a value is the one that it belongs to.
        around = [scope.tree for scope in own if ("", named.name) in scope.assigned][:1]
        if around and around[0] is own[0].tree and named.name in own_names(around[0]):
            return
    for scope in around:
        yield from syntax.functions_in(scope)


def _to_name(tree: ast.AST, name: str) -> Given:
    return () if name in own_names(tree) else assignments.in_scope(tree).get(("", name), ())


def _to_attribute(tree: ast.AST, attribute: str) -> Given:
    return assignments.to_attributes(tree).get(attribute, ())


def own_names(tree: ast.AST) -> set[str]:
    """Names that are a function's own, and not of what stands around it; none of a file."""
    if not isinstance(tree, syntax.FUNCTIONS):
        return set()
    found = syntax.parameters(tree.args)
    outside: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            found.add(node.id)
        elif isinstance(node, (ast.Global, ast.Nonlocal)):
            outside.update(node.names)
    return found - outside
