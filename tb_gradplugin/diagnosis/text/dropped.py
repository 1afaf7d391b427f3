"""Results that a program gives to `_`, or to an entry of a dict that nothing reads."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from tb_gradplugin.diagnosis.text import later_uses, syntax
from tb_gradplugin.schema.findings import Location


def by_line(made: Location, is_shared: bool) -> dict[str, str]:
    """Where a line puts what it computes, and nothing takes it from there.

    Args:
      made: a line that computes, or is given, a tensor which no op used.
      is_shared: whether the loss takes something else of that line. Of several results, nothing
        but that tells that it is `_` which the tensor went to.

    Returns:
      "given_away" with the name `_`; "entry" with an entry of a dict that nothing reads;
      "entries_of" with a name of which `entries` alone are read; empty for everything else.
    """
    function = later_uses.function_at(made)
    if function is None:
        return {}
    for node in syntax.own_nodes(function.body):
        if not isinstance(node, ast.Assign) or len(node.targets) != 1:
            continue
        if syntax.spans(node, made.line):
            return _of_target(function, node.targets[0], is_shared)
    return {}


def _of_target(function: ast.AST, target: ast.expr, is_shared: bool) -> dict[str, str]:
    if isinstance(target, ast.Subscript) and isinstance(target.value, ast.Name):
        read = _entries_read(function, target.value.id)
        if read is not None and isinstance(target.slice, ast.Constant):
            key = repr(target.slice.value)
            return {} if key in read else {"entry": f"{target.value.id}[{key}]"}
        return {}
    if isinstance(target, ast.Name) and target.id != "_":
        read = _entries_read(function, target.id)
        return {"entries_of": target.id, "entries": ", ".join(read)} if read else {}
    if not is_shared and not isinstance(target, ast.Name):
        return {}
    parts = target.elts if isinstance(target, (ast.Tuple, ast.List)) else [target]
    parts = [each.value if isinstance(each, ast.Starred) else each for each in parts]
    is_given_away = any(isinstance(each, ast.Name) and each.id == "_" for each in parts)
    return {"given_away": "_"} if is_given_away and "_" not in syntax.loaded(function) else {}


def _entries_read(function: ast.AST, name: str) -> dict[str, None] | None:
    """The keys of text under which a name is read; None where it may be read otherwise."""
    around = syntax.parents(function)
    read: dict[str, None] = {}
    for node in ast.walk(function):
        if isinstance(node, (ast.Global, ast.Nonlocal)) and name in node.names:
            return None
        if not isinstance(node, ast.Name) or node.id not in (name, *syntax.ALL_NAMES):
            continue
        if node.id != name:
            return None
        if isinstance(node.ctx, ast.Store):
            continue
        entry = around[id(node)]
        if not isinstance(entry, ast.Subscript) or entry.value is not node:
            return None
        if isinstance(entry.ctx, ast.Store) and not isinstance(around[id(entry)], ast.AugAssign):
            continue
        keys = list(_keys(entry.slice, entry, around))
        if not keys:
            return None
        read.update(dict.fromkeys(keys))
    return read


def _keys(key: ast.expr, node: ast.AST, around: dict[int, ast.AST]) -> Iterator[str]:
    """Texts that a key is, or that a loop around it gives it one after the other."""
    if isinstance(key, ast.Constant):
        yield from [repr(key.value)] if isinstance(key.value, str) else []
        return
    while isinstance(key, ast.Name) and id(node) in around:
        node = around[id(node)]
        loops = getattr(node, "generators", [node] if isinstance(node, ast.For) else [])
        for loop in loops:
            if isinstance(loop.target, ast.Name) and loop.target.id == key.id:
                given = getattr(loop.iter, "elts", [])
                if given and all(isinstance(getattr(one, "value", None), str) for one in given):
                    yield from (repr(one.value) for one in given)
                return
