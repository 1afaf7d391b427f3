"""Lines of a function, or of a file, that use a name, or give it a value."""

from __future__ import annotations

import ast
import functools
from collections.abc import Iterator

from tb_gradplugin.capture.sources import source_trees
from tb_gradplugin.diagnosis.text import later_uses, syntax, turns_over

LISTING = frozenset(
    {"trainable_variables", "variables", "trainable_weights", "weights", "build", "trainable"}
)
"""Attributes of a layer that tell of its variables, and compute nothing with them."""

UNSEEN = frozenset({*syntax.ALL_NAMES, "getattr", "__dict__"})
"""What may read an attribute without naming it."""

_TAKING_VARIABLES = frozenset(
    {"gradient", "jacobian", "watch", "apply", "apply_gradients", "minimize", "zip", "extend"}
)
"""Functions that are told which variables to train."""


def that_use(tree: ast.AST, owner: str, name: str) -> list[int]:
    """Lines that read the name and do something with what it means."""
    return sorted(node.lineno for node in _uses(tree, owner, name))


def _uses(tree: ast.AST, owner: str, name: str) -> list[ast.expr]:
    counted = {id(each) for node in ast.walk(tree) for each in _counted_by(node)}
    counted |= that_list(tree) | with_stored_items(tree)
    return [
        node
        for node in ast.walk(tree)
        if isinstance(node, ast.expr)
        and source_trees.is_use(node, owner, name)
        and id(node) not in counted
    ]


def that_take_in_turns(tree: ast.AST, owner: str, name: str) -> list[int]:
    """Lines of loops and comprehensions that take items of a list by an index of the turn.

    Returns:
      Nothing unless all other uses take one item by a constant index: which items the program
      comes to is then a matter of those lines.
    """
    around = syntax.parents(tree)
    found = []
    for node in _uses(tree, owner, name):
        outer = around.get(id(node))
        if not isinstance(outer, ast.Subscript) or outer.value is not node:
            return []
        if any(isinstance(one, ast.Slice) for one in ast.walk(outer.slice)):
            return []
        read = syntax.loaded(outer.slice)
        if not read:
            continue
        turns = [
            one
            for one in syntax.upwards(outer, around, tree)
            if isinstance(one, (*syntax.LOOPS, *syntax.COMPREHENSIONS))
        ]
        if not any(read & later_uses.stored(one) for one in turns):
            return []
        found.append(node.lineno)
    return sorted(found)


@functools.lru_cache(maxsize=256)
def that_list(tree: ast.AST) -> frozenset[int]:
    """Ids of the nodes of names whose variables are listed, to be trained or to be returned."""
    lists = [value for node in ast.walk(tree) for value in _that_may_list(node)]
    listed = {id(each) for value in lists for each in _listed(value)}
    # What is put into a list here is used by who takes it from there.
    given = [node.value for node in ast.walk(tree) if isinstance(node, ast.Assign)]
    listed |= {id(each) for value in given for each in _listed(value, of_names=False)}
    listed |= {id(each) for value in _returned_lists(tree) for each in _listed(value)}
    return frozenset(listed)


def _returned_lists(tree: ast.AST) -> Iterator[ast.expr]:
    """Lists that get a name, of which nothing is done but to return it, alone or with others."""
    nodes = list(ast.walk(tree))
    returned = [one for node in nodes if isinstance(node, ast.Return) for one in _added(node)]
    given = [node for node in nodes if isinstance(node, ast.Assign)]
    for node in given:
        target = node.targets[0]
        if not isinstance(target, ast.Name) or not isinstance(node.value, (ast.List, ast.Tuple)):
            continue
        named = [one for one in nodes if isinstance(one, ast.Name) and one.id == target.id]
        read = [one for one in named if isinstance(one.ctx, ast.Load)]
        if read and all(any(one is part for part in returned) for one in read):
            yield node.value


def _added(value: ast.AST | None) -> Iterator[ast.AST]:
    """The parts of a sum of lists, or of a list of others, that is returned."""
    if isinstance(value, (ast.Return, ast.Starred)):
        yield from _added(value.value)
    elif isinstance(value, ast.BinOp) and isinstance(value.op, ast.Add):
        yield from _added(value.left)
        yield from _added(value.right)
    elif isinstance(value, (ast.List, ast.Tuple)):
        for one in value.elts:
            if isinstance(one, ast.Starred):
                yield from _added(one)
    elif value is not None:
        yield value


def _counted_by(node: ast.AST) -> list[ast.expr]:
    """What a call of `len` looks at, which is no use of what the list holds.

    Nor is a list of an attribute of each item: what it computes with, who has that list tells.
    """
    if isinstance(node, (ast.Return, ast.Assign)) and isinstance(node.value, ast.ListComp):
        made, over = node.value.elt, node.value.generators[0]
        item = over.target.id if isinstance(over.target, ast.Name) else None
        is_asked = isinstance(made, ast.Attribute) and syntax.dotted(made.value) == item
        return [over.iter] if is_asked and not over.ifs and len(node.value.generators) == 1 else []
    is_len = isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
    return node.args if is_len and node.func.id == "len" else []  # type: ignore[attr-defined]


def _that_may_list(node: ast.AST) -> list[ast.expr | None]:
    """Values of a statement that may be no more than lists of variables."""
    if isinstance(node, ast.Return):
        return [node.value]
    if isinstance(node, ast.Call) and syntax.last_name(node.func) in _TAKING_VARIABLES:
        return [*node.args, *(one.value for one in node.keywords)]
    return []


def _listed(
    value: ast.expr | None, is_listed: bool = False, of_names: bool = True
) -> Iterator[ast.expr]:
    """What a value only lists, such as the variables that an optimizer is to be given."""
    if isinstance(value, ast.Starred):
        yield from _listed(value.value, is_listed, of_names)
    elif isinstance(value, (ast.List, ast.Tuple)):
        for each in value.elts:
            yield from _listed(each, of_names, of_names)
    elif isinstance(value, ast.BinOp):
        yield from _listed(value.left, of_names=of_names)
        yield from _listed(value.right, of_names=of_names)
    elif isinstance(value, ast.Attribute) and value.attr in LISTING:
        yield value.value
    elif is_listed and isinstance(value, (ast.Attribute, ast.Name)):
        yield value


@functools.lru_cache(maxsize=256)
def with_stored_items(tree: ast.AST) -> frozenset[int]:
    """Ids of the nodes of what is given items, of which that uses nothing."""
    stored = map(_stored_item, ast.walk(tree))
    return frozenset(id(node.value) for node in stored if node is not None)


def _stored_item(node: ast.AST) -> ast.Subscript | None:
    """An item that is given a value, which uses nothing of what holds it."""
    return node if isinstance(node, ast.Subscript) and isinstance(node.ctx, ast.Store) else None


@functools.lru_cache(maxsize=64)
def with_assigned_variables(tree: ast.AST) -> frozenset[int]:
    """Ids of the nodes of layers and models whose variables a loop assigns, as for an average."""
    # What a loop is seen to go over is the last that was asked about.
    last: list[ast.expr] = []

    def is_listing(over: ast.expr) -> bool:
        last[:] = [over.value] if isinstance(over, ast.Attribute) and over.attr in LISTING else []
        return bool(last)

    return frozenset(
        id(last[0])
        for name, loop in turns_over.given(tree, is_listing)
        for node in ast.walk(loop)
        if isinstance(node, ast.Attribute) and node.attr in syntax.ASSIGNING
        if syntax.is_name(node.value, name)
    )


def that_give(tree: ast.AST, owner: str, name: str) -> list[int]:
    """Lines that assign the name; of a module, those outside of its functions."""
    nodes = ast.walk(tree) if owner else iter(getattr(tree, "body", ()))
    return [
        node.lineno
        for node in nodes
        if isinstance(node, (ast.Assign, ast.AnnAssign))
        and any(_is_name(target, owner, name) for target in _targets(node))
    ]


def that_call_super(tree: ast.AST, method: str) -> list[int]:
    """Lines of a method that call that of the parent class, which may make what this one uses."""
    return [
        node.lineno
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr == method
        and isinstance(node.func.value, ast.Call)
        and getattr(node.func.value.func, "id", "") == "super"
    ]


def _targets(node: ast.Assign | ast.AnnAssign) -> Iterator[ast.AST]:
    for target in syntax.targets(node):
        yield from target.elts if isinstance(target, (ast.Tuple, ast.List)) else [target]


def _is_name(node: ast.AST, owner: str, name: str) -> bool:
    if isinstance(node, ast.Subscript):
        node = node.value
    if not owner:
        return isinstance(node, ast.Name) and node.id == name
    return (
        isinstance(node, ast.Attribute)
        and node.attr == name
        and isinstance(node.value, ast.Name)
        and node.value.id == owner
    )
