"""Lines that make a variable untrainable after it was made, read from the program itself."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence

from tb_gradplugin.diagnosis.text import syntax
from tb_gradplugin.schema.findings import Location

_FLAG = "_trainable"
"""The attribute of a variable that a tape goes by; `trainable` itself cannot be set."""

_BEFORE_FLAG = {"Variable": 1, "add_weight": 3}
"""How many arguments a maker takes by their place before `trainable`."""

_DECIDING = frozenset({"trainable", "synchronization", None})
"""Keywords by which a variable may be made untrainable; None for `**`."""

_SETTING = frozenset({"setattr", "__setattr__"})


def is_made_trainable(made: Location) -> bool:
    """Whether the line that makes a variable leaves it as it is made by default.

    Args:
      made: a line with the call itself, or one that calls a function of the same file for it.
    """
    tree = syntax.tree_of(made.file)
    statements = [
        node
        for node in (ast.walk(tree) if tree is not None else ())
        if isinstance(node, (ast.Assign, ast.AnnAssign, ast.Expr, ast.Return))
        if syntax.spans(node, made.line)
    ]
    own = _makers(statements)
    if not own and tree is not None:
        called = {
            syntax.last_name(node.func)
            for each in statements
            for node in ast.walk(each)
            if isinstance(node, ast.Call)
        }
        own = _makers([one for one in syntax.functions_in(tree) if one.name in called])
    return bool(own) and not any(map(_may_be_told, own))


def lines(files: Sequence[str]) -> list[Location]:
    """The lines that set the flag of a variable, each before the calls of its function.

    Args:
      files: of the program.
    """
    found: list[Location] = []
    for file in dict.fromkeys(files):
        tree = syntax.tree_of(file)
        for line, owner, value in sorted(_set_in(tree), key=lambda one: one[0]) if tree else ():
            around = syntax.functions_around(tree, line) if tree else []
            found.append(syntax.location(file, line, around[0].name if around else "<module>"))
            parameters = syntax.parameters(around[0].args) if around else set()
            if tree is not None and parameters & (syntax.loaded(owner) | syntax.loaded(value)):
                found += [
                    syntax.location(file, call, syntax.called_at(tree, call))
                    for call in sorted(_calls(tree, around[0].name))
                ]
    return list(dict.fromkeys(found))


def _makers(scopes: Sequence[ast.AST]) -> list[ast.Call]:
    return [
        node
        for each in scopes
        for node in ast.walk(each)
        if isinstance(node, ast.Call) and syntax.makes_variable(node)
    ]


def _may_be_told(call: ast.Call) -> bool:
    """Whether a call may say that the variable is not to be trained."""
    most = _BEFORE_FLAG[syntax.last_name(call.func)]
    is_by_place = len(call.args) > most or any(isinstance(one, ast.Starred) for one in call.args)
    return is_by_place or any(keyword.arg in _DECIDING for keyword in call.keywords)


def _set_in(tree: ast.AST) -> Iterator[tuple[int, ast.expr, ast.expr]]:
    """Lines that set the flag to something else than true, of what, and to what."""
    for node in ast.walk(tree):
        given = [
            (target.value, value)
            for target, value in syntax.assigned(node)
            if isinstance(target, ast.Attribute) and target.attr == _FLAG
        ]
        if isinstance(node, ast.Call) and syntax.last_name(node.func) in _SETTING:
            own = node.args[-3:]
            if len(own) == 3 and getattr(own[1], "value", None) == _FLAG:
                given.append((own[0], own[2]))
        for owner, value in given:
            # An object of the program's may have a flag of that name for itself.
            if not syntax.is_name(owner, "self") and not _is_true(value):
                yield owner.lineno, owner, value


def _is_true(value: ast.expr) -> bool:
    return getattr(value, "value", None) is True


def _calls(tree: ast.AST, function: str) -> Iterator[int]:
    """Lines that call a function, and do not give it a plain `True`."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and syntax.last_name(node.func) == function:
            given = [*node.args, *(keyword.value for keyword in node.keywords)]
            if not any(map(_is_true, given)):
                yield node.lineno
