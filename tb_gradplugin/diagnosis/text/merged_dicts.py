"""Expressions and statements by which all entries of one dict go into another."""

from __future__ import annotations

import ast

from tb_gradplugin.diagnosis.text import syntax


def made_with(node: ast.expr, function: syntax.Function) -> ast.expr | None:
    """The expression of a function that makes a dict with all entries of the one a node is.

    Such as `{**node, "key": value}`, `dict(node)` and `node | other`.
    """
    around = syntax.parents(function)
    outer = around[id(node)]
    if isinstance(outer, ast.keyword) and outer.arg is None:
        outer = around[id(outer)]
        return outer if isinstance(outer, ast.Call) and _is_dict(outer) else None
    if isinstance(outer, ast.Call) and outer.args == [node]:
        return outer if _is_dict(outer) else None
    if isinstance(outer, ast.BinOp) and isinstance(outer.op, ast.BitOr):
        return outer
    pairs = zip(outer.keys, outer.values, strict=True) if isinstance(outer, ast.Dict) else ()
    is_in_display = any(key is None and value is node for key, value in pairs)
    return outer if is_in_display and isinstance(outer, ast.Dict) else None


def _is_dict(call: ast.Call) -> bool:
    return syntax.is_name(call.func, "dict")


def filled_with(node: ast.Name, outer: ast.AST) -> str:
    """The plain name of a dict into which what a node is part of puts all entries of the node.

    Such as `name` of `name.update(node)` and of `name |= node`; empty for all else.
    """
    if isinstance(outer, ast.AugAssign) and isinstance(outer.op, ast.BitOr) and outer.value is node:
        return outer.target.id if isinstance(outer.target, ast.Name) else ""
    called = outer.func if isinstance(outer, ast.Call) and outer.args == [node] else None
    if not isinstance(called, ast.Attribute) or called.attr != "update":
        return ""
    return called.value.id if isinstance(called.value, ast.Name) else ""


def is_filled_up(node: ast.Name, outer: ast.AST) -> bool:
    """Whether more is put into what a name means, as by `name |= other`, which leaves the rest."""
    is_merging = isinstance(outer, ast.AugAssign) and isinstance(outer.op, ast.BitOr)
    return is_merging and outer.target is node  # type: ignore[attr-defined]
