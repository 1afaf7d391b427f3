"""Entries of a list or dict by constant keys, where one is never taken and another one twice."""

from __future__ import annotations

import ast
from collections.abc import Sequence

from tb_gradplugin.diagnosis.text import in_its_place, later_uses, left_out, reading, syntax
from tb_gradplugin.schema.findings import Location


def found(use: Location, name: str, ran: left_out.Ran) -> in_its_place.Slip | None:
    """The line that takes an entry in the place of the only one which no line takes.

    Args:
      use: a line that uses the list or dict.
      name: of that, with its owner.
      ran: the lines that ran on the way to the loss.

    Returns:
      None where the entries are not all known, or where one of them is taken by another way.
    """
    tree, owner = syntax.tree_of(use.file), name.rpartition(".")[0]
    scope: ast.AST | None = later_uses.class_at(use) if owner else tree
    if tree is None or scope is None or owner not in ("", "self"):
        return None
    every = syntax.functions_in(tree)
    functions = [one for one in every if owner or not _has_own(one, name)]
    given = [
        value
        for node in (ast.walk(scope) if owner else tree.body)
        for target, value in syntax.assigned(node)
        if syntax.dotted(target) == name
    ]
    keys = _keys(given[0]) if len(given) == 1 else ()
    taken = _taken(functions, name) if keys else None
    left = [one for one in keys if taken is not None and one not in taken]
    if taken is None or len(left) != 1 or not set(taken) <= set(keys):
        return None
    others = [f"{name}[{key!r}]" for key in taken]
    return in_its_place.found(f"{name}[{left[0]!r}]", others, functions, use.file, ran)


def of_results(
    reading_at: Location, key: str, others: Sequence[str], ran: left_out.Ran
) -> in_its_place.Slip | None:
    """The line that takes another entry of some results, where one of them is taken by no line.

    Args:
      reading_at: a line that takes others.
      key: of the entry that is not taken.
      others: keys of those that are.
      ran: the lines that ran on the way to the loss.
    """
    function = later_uses.function_at(reading_at)
    holders = {
        syntax.dotted(node.value)
        for node in (ast.walk(function) if function is not None else ())
        if isinstance(node, ast.Subscript) and (own := reading.key_of(node)) is not None
        if own.value in others
    } - {""}
    if function is None or len(holders) != 1:
        return None
    name = holders.pop()
    every = [f"{name}[{one!r}]" for one in others]
    return in_its_place.found(f"{name}[{key!r}]", every, [function], reading_at.file, ran)


def _has_own(function: syntax.Function, name: str) -> bool:
    return name in syntax.parameters(function.args) | later_uses.stored(function)


def _keys(made: ast.expr) -> Sequence[object]:
    """The keys of a list or dict that is written out, or made for constants; () of all else."""
    if isinstance(made, (ast.List, ast.Tuple)):
        is_known = not any(isinstance(one, ast.Starred) for one in made.elts)
        return range(len(made.elts)) if is_known else ()
    if isinstance(made, ast.Dict):
        return _constants([one or made for one in made.keys])
    if not isinstance(made, (ast.ListComp, ast.DictComp)) or len(made.generators) != 1:
        return ()
    over, target = made.generators[0].iter, made.generators[0].target
    if made.generators[0].ifs:
        return ()
    if isinstance(made, ast.DictComp):
        is_key = isinstance(target, ast.Name) and syntax.is_name(made.key, target.id)
        return _constants(getattr(over, "elts", ())) if is_key else ()
    count = over.args if isinstance(over, ast.Call) and syntax.is_name(over.func, "range") else []
    each = _constants(count)
    return range(each[0]) if len(each) == 1 and isinstance(each[0], int) else ()


def _constants(nodes: Sequence[ast.AST]) -> Sequence[object]:
    every = [node.value for node in nodes if isinstance(node, ast.Constant)]
    return every if len(every) == len(nodes) else ()


def _taken(functions: Sequence[syntax.Function], name: str) -> list[object] | None:
    """The keys by which functions take entries; None where one may take any of them."""
    found: dict[object, None] = {}
    for function in functions:
        around = syntax.parents(function)
        for node in ast.walk(function):
            is_it = isinstance(node, (ast.Name, ast.Attribute)) and syntax.dotted(node) == name
            if not is_it or not isinstance(getattr(node, "ctx", None), ast.Load):
                continue
            outer = around[id(node)]
            is_entry = isinstance(outer, ast.Subscript) and outer.value is node
            key = reading.key_of(outer) if isinstance(outer, ast.Subscript) and is_entry else None
            if key is None:
                return None
            found[key.value] = None
    return list(found)
