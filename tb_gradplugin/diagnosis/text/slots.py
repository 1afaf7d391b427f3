"""What a function gives its results to: names, attributes of `self`, and entries with a known key.

Each is known by a text: `x`, `self.x`, `rows["x"]` or `self.rows["x"]`.
"""

from __future__ import annotations

import ast
import json
from collections.abc import Container, Iterator

from tb_gradplugin.diagnosis.text import syntax, unread

_BEGINNING_A_PART = (".", "[")

_INNER = (*syntax.FUNCTIONS, ast.Lambda)

_PAUSES = (ast.Yield, ast.YieldFrom, ast.Await)
"""At which others run before the function goes on."""

_SETTERS = frozenset({"__setattr__", "__setitem__"})
"""Methods by which an object does more than to keep what it is given."""


def text(node: ast.AST) -> str:
    """The text of a name, of an attribute of `self` or of an entry; empty for all else."""
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute):
        return f"self.{node.attr}" if syntax.is_name(node.value, "self") else ""
    if not isinstance(node, ast.Subscript) or syntax.is_name(node.value, "self"):
        return ""
    owner, key = text(node.value), _key(node.slice)
    return f"{owner}[{key}]" if owner and key else ""


def _key(node: ast.AST) -> str:
    value = node.value if isinstance(node, ast.Constant) else None
    return json.dumps(value, ensure_ascii=False) if type(value) in (str, int) else ""


def given(statement: ast.AST) -> list[str]:
    """What the only target of an assignment gives the value to, or parts of it."""
    if not isinstance(statement, ast.Assign) or len(statement.targets) != 1:
        return []
    target = statement.targets[0]
    parts = target.elts if isinstance(target, (ast.Tuple, ast.List)) else [target]
    return list(filter(None, map(text, parts)))


def only_given(statement: ast.AST) -> str:
    """What gets all that an assignment computes; empty where several get it, or parts of it."""
    if not isinstance(statement, ast.Assign) or len(statement.targets) != 1:
        return ""
    return text(statement.targets[0])


def mentions(scope: ast.AST, slot: str) -> list[ast.expr]:
    """Where one stands in a scope, or a part of it, or the whole that it is a part of."""
    return [
        node
        for node in _outermost(scope)
        if is_within(slot, text(node)) or is_within(text(node), slot)
    ]


def uses(function: syntax.Function, slot: str) -> list[ast.expr]:
    """The same of a function, but for what hands the whole to its caller, or makes it.

    What the caller does with an entry of it, only the ops can tell.
    """
    returned = [one.value for one in ast.walk(function) if isinstance(one, ast.Return)]
    parts = {id(one) for value in returned for one in (value, *_parts(value))}
    return [
        node
        for node in mentions(function, slot)
        if is_within(text(node), slot) or not (id(node) in parts or _is_stored(node))
    ]


def _parts(value: ast.expr | None) -> list[ast.expr]:
    if isinstance(value, ast.Dict):
        return value.values
    return value.elts if isinstance(value, (ast.Tuple, ast.List)) else []


def is_read(function: syntax.Function, slot: str) -> bool:
    """Whether one is read in a function, or the whole otherwise than by handing it to a caller."""
    return any(not _is_stored(node) for node in uses(function, slot))


def _is_stored(node: ast.expr) -> bool:
    return isinstance(getattr(node, "ctx", None), ast.Store)


def reads(scope: ast.AST, stored: Container[str]) -> set[str]:
    """What a scope reads, but for what it calls.

    Args:
      scope: an expression, as a rule.
      stored: what the function gives values to; of all else names alone are known.
    """
    called = {id(node.func) for node in ast.walk(scope) if isinstance(node, ast.Call)}
    found = set()
    for node in _outermost(scope):
        one: ast.expr = node
        while text(one) not in stored and isinstance(one, (ast.Attribute, ast.Subscript)):
            one = one.value
        is_known = text(one) in stored or not syntax.is_name(one, "self")
        if is_known and id(node) not in called and not _is_stored(node):
            found.add(text(one))
    return found


def _outermost(scope: ast.AST) -> Iterator[ast.expr]:
    waiting = [scope]
    while waiting:
        node = waiting.pop()
        if isinstance(node, ast.expr) and text(node):
            yield node
        else:
            waiting.extend(ast.iter_child_nodes(node))


def is_within(slot: str, other: str) -> bool:
    """Whether one is another one, or a part of it as `rows["x"]` is of `rows`."""
    return slot == other or (
        slot.startswith(other) and slot[len(other) :].startswith(_BEGINNING_A_PART)
    )


def is_kept_by_others(slot: str, function: syntax.Function, tree: ast.Module) -> bool:
    """Whether functions inside of a function may read a part, or an object may do so by itself."""
    if unread.reads_all(function):
        return True
    inner = (node for node in ast.walk(function) if isinstance(node, _INNER))
    if any(node is not function and mentions(node, slot) for node in inner):
        return True
    # What has the name of a method is a property.
    names = (one.name for one in syntax.functions_in(tree))
    return any(name in _SETTERS or slot == f"self.{name}" for name in names)


def may_be_read_by_called(
    statement: ast.stmt, slot: str, function: syntax.Function, tree: ast.Module
) -> bool:
    """Whether what a statement runs may read an attribute or an entry that it does not name.

    Args:
      statement: one of a function.
      slot: the attribute or entry; a name of the function itself is read by nothing else.
      function: of the statement.
      tree: of its file.
    """
    if slot.isidentifier():
        return False
    own = {one.name for one in syntax.functions_in(tree)}
    packages = {
        alias.asname or alias.name.partition(".")[0]
        for node in ast.walk(tree)
        if isinstance(node, (ast.Import, ast.ImportFrom))
        for alias in node.names
    }
    named = [node for node in ast.walk(statement) if isinstance(node, ast.expr)]
    calls = [node.func for node in named if isinstance(node, ast.Call)]
    is_unknown = any(syntax.dotted(one).partition(".")[0] not in packages for one in calls)
    is_unknown = is_unknown or any(isinstance(node, _PAUSES) for node in named)
    if not is_unknown and own.isdisjoint(map(syntax.last_name, named)):
        return False
    is_own = any(syntax.last_name(one) == function.name for one in named)
    return is_own or is_named_elsewhere(slot, function, tree)


def is_named_elsewhere(slot: str, function: syntax.Function, tree: ast.Module) -> bool:
    """Whether another function of a file reads such an attribute or entry, of whatever object."""
    waiting: list[tuple[ast.AST, bool]] = [(tree, False)]
    while waiting:
        node, is_inside = waiting.pop()
        if node is function:
            continue
        is_inside = is_inside or isinstance(node, _INNER)
        if is_inside and _names_part(node, slot):
            return True
        waiting += [(child, is_inside) for child in _inner_of(node, slot)]
    return False


def _inner_of(node: ast.AST, slot: str) -> list[ast.AST]:
    """What stands in a node, but for the container of which an entry with another key is read."""
    if isinstance(node, ast.Subscript) and _key(node.slice) and slot.endswith("]"):
        owner = node.value
        return [node.slice, owner.value if isinstance(owner, ast.Attribute) else owner]
    return list(ast.iter_child_nodes(node))


def _names_part(node: ast.AST, slot: str) -> bool:
    if isinstance(node, ast.Attribute):
        return isinstance(node.ctx, ast.Load) and is_within(slot, f"self.{node.attr}")
    key = _key(node)
    # `getattr` takes the name of an attribute as a text.
    return bool(key) and (slot.endswith(f"[{key}]") or slot == "self." + key.strip('"'))
