"""Entries and attributes that stand in an expression, each under a name of its own."""

from __future__ import annotations

import ast
import copy
from collections.abc import Iterator, Mapping
from typing import Any

from tb_gradplugin.capture.program import assignments, layer_calls, reachable
from tb_gradplugin.diagnosis.text import syntax


def named(
    given: ast.expr, names: Mapping[str, Any], own: Mapping[str, Any]
) -> tuple[ast.expr, dict[str, Any]]:
    """An expression with a name in place of each part that can be told, and these names.

    Args:
      given: the expression; it is left as it is.
      names: what is known by a name where it stands.
      own: what is known by an attribute of `self`.

    Returns:
      For `parts["rows"](x)` the call of a name, and what it stands for: of a list or dict that
      holds much, only the entry that is called is read.
    """
    naming = _Naming(names, own)
    return naming.visit(copy.deepcopy(given)), naming.found


def of_locals(
    scope: ast.AST, tree: ast.Module, names: Mapping[str, Any], own: Mapping[str, Any]
) -> dict[str, Any]:
    """What a function called by names of its own, where that can be found outside of it.

    Args:
      scope: the function.
      tree: its file.
      names: what is known by a name outside of it.
      own: what is known by an attribute of its `self`.

    Returns:
      Nothing for a name that the function gives a value more than once.
    """
    assigned = assignments.in_scope(scope)
    bound = bound_in(scope)
    outside = {name: value for name, value in names.items() if name not in bound}
    # What a loop goes over is given to its name as a whole.
    found = {
        name: value
        for (owner, name), made in assigned.items()
        if owner == "" and len(made) == 1
        if (value := value_of(made[0][1], outside, own)) is not None
    }
    for name, value in _handed_out(scope, tree, names, own):
        made = assigned.get(("", name), ())
        if len(made) != 1:
            continue
        if isinstance(value, (list, tuple)):
            # Which of its entries is the one tells only what makes it.
            fitting = [one for one in value if layer_calls.makes(made[0][1], one)]
            value = fitting[0] if len(fitting) == 1 else None
        if value is not None:
            found[name] = value
    return found


def bound_in(scope: ast.AST) -> set[str]:
    """Names that a function makes its own by giving them a value, and not only an entry."""
    nodes = list(syntax.own_nodes(ast.iter_child_nodes(scope)))
    outer = {name for node in nodes if isinstance(node, ast.Global) for name in node.names}
    given = {
        node.id for node in nodes if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)
    }
    return given - outer


def value_of(node: ast.AST, names: Mapping[str, Any], own: Mapping[str, Any]) -> Any:
    """What a name, or an entry or attribute of such, stands for; None where it cannot be told."""
    if isinstance(node, ast.Name):
        return names.get(node.id)
    if isinstance(node, ast.Attribute):
        if syntax.is_name(node.value, "self"):
            return own.get(node.attr)
        owner = value_of(node.value, names, own)
        return reachable.members(owner).get(node.attr) if reachable.is_of_user(owner) else None
    if isinstance(node, ast.Subscript) and isinstance(node.slice, ast.Constant):
        owner, key = value_of(node.value, names, own), node.slice.value
        if isinstance(owner, dict):
            return owner.get(key)
        if isinstance(owner, (list, tuple)) and isinstance(key, int) and key < len(owner):
            return owner[key]
    return None


class _Naming(ast.NodeTransformer):
    """Puts a name in place of each entry of a list or dict, and of each attribute of one."""

    def __init__(self, names: Mapping[str, Any], own: Mapping[str, Any]):
        self.found: dict[str, Any] = {}
        self._names = names
        self._own = own

    def visit_Subscript(self, node: ast.Subscript) -> ast.AST:
        return self._named(node)

    def visit_Attribute(self, node: ast.Attribute) -> ast.AST:
        # A plain attribute is read as it stands.
        has_entry = any(isinstance(each, ast.Subscript) for each in ast.walk(node))
        return self._named(node) if has_entry else node

    def _named(self, node: ast.Subscript | ast.Attribute) -> ast.AST:
        value = value_of(node, self._names, self._own)
        if value is None or not isinstance(node.ctx, ast.Load):
            return self.generic_visit(node)
        name = ast.unparse(node)
        self.found[name] = value
        return ast.copy_location(ast.Name(name, ast.Load()), node)


def _handed_out(
    scope: ast.AST, tree: ast.Module, names: Mapping[str, Any], own: Mapping[str, Any]
) -> Iterator[tuple[str, Any]]:
    """Names that a function puts into an entry, an attribute or a list, or that it returns."""
    for node in syntax.own_nodes(ast.iter_child_nodes(scope)):
        for target, given in syntax.assigned(node):
            if isinstance(given, ast.Name) and not isinstance(target, ast.Name):
                yield given.id, value_of(target, names, own)
        if isinstance(node, ast.Call) and syntax.last_name(node.func) in ("append", "add"):
            for one in node.args:
                if isinstance(one, ast.Name) and isinstance(node.func, ast.Attribute):
                    yield one.id, value_of(node.func.value, names, own)
        if isinstance(node, ast.Return) and node.value is not None:
            for target in _targets_of_call(scope, tree):
                yield from _returned(node.value, target, names)


def _targets_of_call(scope: ast.AST, tree: ast.Module) -> list[ast.expr]:
    """What the file gives the result of a function, where it is called once."""
    given = [
        target
        for node in syntax.own_nodes(tree.body)
        for target in syntax.targets(node)
        if isinstance(value := getattr(node, "value", None), ast.Call)
        and syntax.is_name(value.func, getattr(scope, "name", ""))
    ]
    return given if len(given) == 1 else []


def _returned(
    given: ast.expr, target: ast.expr, names: Mapping[str, Any]
) -> Iterator[tuple[str, Any]]:
    """Names in what a function returns, and what became of each in the place it was put."""
    several = (ast.Tuple, ast.List)
    if isinstance(target, several) and isinstance(given, several):
        for one, place in zip(given.elts, target.elts, strict=False):
            yield from _returned(one, place, names)
        return
    value = value_of(target, names, {})
    if isinstance(given, ast.Name):
        yield given.id, value
    entries = zip(given.keys, given.values, strict=True) if isinstance(given, ast.Dict) else ()
    for key, one in entries:
        if isinstance(one, ast.Name) and isinstance(key, ast.Constant) and isinstance(value, dict):
            yield one.id, value.get(key.value)
