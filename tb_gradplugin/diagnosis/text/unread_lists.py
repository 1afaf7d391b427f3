"""Results that a program puts into a list, or into lists in a list, which nothing reads."""

from __future__ import annotations

import ast
from collections.abc import Sequence

from tb_gradplugin.diagnosis.text import later_uses, syntax, unread
from tb_gradplugin.schema.findings import Location

_FILLING = frozenset({"append", "extend", "insert"})
"""Methods that put something into a list."""

_OF_ITS_FORM = syntax.OF_ITS_FORM - {"print"}
"""What asks a list for its length alone; what is printed, somebody reads."""


def found(made: Sequence[Location]) -> tuple[str, Location] | None:
    """The name of the list in which what a line computes ends, and the line that fills it.

    Args:
      made: lines of which the first computes, or is given, a tensor that no op used.

    Returns:
      None unless a function makes the list itself, does nothing with it but to fill it and to ask
      for its length, and has nothing that may read names unseen.
    """
    function = later_uses.function_at(made[0]) if made else None
    if function is None or unread.reads_all(function):
        return None
    statements = later_uses.simple_statements(syntax.own_nodes(function.body))
    own = [one for one in statements if syntax.spans(one, made[0].line)]
    if len(own) != 1:
        return None
    filling, name = own[0], syntax.filled_by(own[0], _FILLING)
    seen: set[str] = set()
    if name is None:
        # It has a name first, of which all that is read must go into a list too.
        target = own[0].targets[0] if isinstance(own[0], ast.Assign) else None
        if not isinstance(target, ast.Name) or len(_stores(function, target.id)) != 1:
            return None
        step = _goes_into(function, statements, target.id)
        if step is None:
            return None
        filling, name = step
    while name not in seen and _is_list_of(function, name):
        seen.add(name)
        if not reads(function, name):
            return name, syntax.location(made[0].file, filling.lineno, made[0].function)
        step = _goes_into(function, statements, name)
        if step is None:
            return None
        filling, name = step
    return None


def _goes_into(
    function: syntax.Function, statements: Sequence[ast.stmt], name: str
) -> tuple[ast.stmt, str] | None:
    """The statement that puts what has a name into a list, and the list, if it goes there alone."""
    read = reads(function, name)
    filling = [one for one in statements if syntax.filled_by(one, _FILLING) not in (None, name)]
    into = [(one, given) for one in filling for given in _given(one) if syntax.is_name(given, name)]
    lists = {syntax.filled_by(one, _FILLING) for one, _ in into}
    given = {id(one) for _, one in into}
    only = lists.pop() if len(lists) == 1 else None
    if only is None or not all(id(one) in given for one in read):
        return None
    return into[0][0], only


def _given(filling: ast.stmt) -> list[ast.expr]:
    """What a statement puts into a list, and the parts of that."""
    call = filling.value if isinstance(filling, ast.Expr) else None
    every = call.args if isinstance(call, ast.Call) else []
    parts = [part for one in every if isinstance(one, (ast.Tuple, ast.List)) for part in one.elts]
    return [*every, *parts]


def _is_list_of(function: syntax.Function, name: str) -> bool:
    """Whether a function gives a name nothing but new lists."""
    if name in syntax.parameters(function.args):
        return False
    made = {
        id(target)
        for node in syntax.own_nodes(function.body)
        if isinstance(node, (ast.Assign, ast.AnnAssign))
        for target, value in syntax.assigned(node)
        if isinstance(value, (ast.List, ast.ListComp)) or _is_call_of_list(value)
        # Of two names that one list is given, the other may be read.
        if len(syntax.targets(node)) == 1
    }
    stores = _stores(function, name)
    return bool(stores) and all(id(one) in made for one in stores)


def _is_call_of_list(value: ast.expr) -> bool:
    return isinstance(value, ast.Call) and syntax.is_name(value.func, "list")


def _stores(function: syntax.Function, name: str) -> list[ast.AST]:
    every = (node for node in ast.walk(function) if syntax.is_name(node, name))
    return [one for one in every if not isinstance(getattr(one, "ctx", None), ast.Load)]


def reads(function: syntax.Function, name: str) -> list[ast.AST]:
    """Where a name is read, but to fill what has it and to ask for the length."""
    around = syntax.parents(function)
    found = []
    for node in ast.walk(function):
        if not syntax.is_name(node, name) or not isinstance(getattr(node, "ctx", None), ast.Load):
            continue
        asked = syntax.asked_of(node, around)
        if asked in _OF_ITS_FORM:
            continue
        outer = around[id(node)]
        call = around.get(id(outer))
        is_called = isinstance(outer, ast.Attribute) and isinstance(call, ast.Call)
        # The value of the call is not used.
        is_filling = is_called and isinstance(around.get(id(call)), ast.Expr)
        if is_filling and asked in _FILLING:
            continue
        found.append(node)
    return found
