"""Steps by which a program trains some of its variables, read from its lines."""

from __future__ import annotations

import ast
from collections.abc import Collection, Iterator
from typing import NamedTuple

from tb_gradplugin.diagnosis.text import later_uses, syntax, turns_over
from tb_gradplugin.schema.findings import Location

_SOURCES = {
    "gradient": ("sources",),
    "gradients": ("xs",),
    "minimize": ("var_list",),
}
"""What is given a loss, and then what to train by it; and what it calls the second."""


_LOSS = "loss"

_BESIDE = frozenset({"compute", "calculate", "calc", "get", "fn", "total"})
"""Words in the name of a loss that do not tell of what it is."""


class Step(NamedTuple):
    """A loss, and all that one function asks for the gradients of by it.

    Attributes:
      line: of the first question.
      sources: what is asked about.
    """

    line: int
    sources: tuple[ast.expr, ...]


def of_scope(scope: ast.AST) -> list[Step]:
    """The steps of a function, or of a file outside of functions.

    Questions about one loss that was computed under one tape are of one step.
    """
    found: dict[tuple[int, str], list[tuple[int, ast.expr]]] = {}
    for node in syntax.own_nodes(ast.iter_child_nodes(scope)):
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute):
            continue
        given = _given(node, _SOURCES.get(node.func.attr, ()))
        if given is not None:
            tape = _opened(scope, node.func.value, node.lineno)
            key = (tape.lineno if tape is not None else 0, ast.dump(given[0]))
            found.setdefault(key, []).append((node.lineno, given[1]))
    return [
        Step(min(line for line, _ in every), tuple(one for _, one in every))
        for every in found.values()
    ]


def _given(call: ast.Call, names: tuple[str, ...]) -> tuple[ast.expr, ast.expr] | None:
    """The loss and what is asked about; None where a call gives none of both."""
    if not names or any(isinstance(one, ast.Starred) for one in call.args):
        return None
    named = [one.value for one in call.keywords if one.arg in names]
    every = [*call.args[:2], *named]
    return (every[0], every[1]) if len(every) == 2 else None


def _opened(scope: ast.AST, tape: ast.expr, line: int) -> ast.With | None:
    """The last `with` above a line that gives a tape its name."""
    name = syntax.dotted(tape)
    found = [
        node
        for node in syntax.own_nodes(ast.iter_child_nodes(scope))
        if isinstance(node, ast.With) and node.lineno < line
        for item in node.items
        if item.optional_vars is not None and syntax.dotted(item.optional_vars) == name
    ]
    return max(found, key=lambda node: node.lineno, default=None)


class Copy(NamedTuple):
    """A line by which variables get the values of others, as those of a target network do.

    Attributes:
      line: its number.
      into: what holds them.
      given: what their new values are computed from.
    """

    line: int
    into: ast.expr
    given: ast.expr


def copies(scope: ast.AST) -> Iterator[Copy]:
    """Lines of a function, or of a file outside of functions, that may copy variables."""
    for node in syntax.own_nodes(ast.iter_child_nodes(scope)):
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute):
            continue
        if len(node.args) != 1 or isinstance(node.args[0], ast.Starred):
            continue
        owner = node.func.value
        if node.func.attr == "set_weights":
            yield Copy(node.lineno, owner, node.args[0])
        elif node.func.attr in syntax.ASSIGNING and isinstance(owner, ast.Name):
            for over in turns_over.gone_over(scope, owner.id):
                yield Copy(node.lineno, over, node.args[0])


def part_of_loss(function: syntax.Function, parts: Collection[str]) -> str:
    """The part that a function is the loss of by its name, such as `d_loss` of `discriminator`.

    Args:
      function: of the program.
      parts: names of models or other parts.

    Returns:
      Empty where it is no such loss, or does not read that part.
    """
    words = [one for one in function.name.lower().split("_") if one and one not in _BESIDE]
    if len(words) != 2 or _LOSS not in words:
        return ""
    (of,) = set(words) - {_LOSS} or {_LOSS}
    read = _names(function)
    return next((one for one in parts if one.lower().startswith(of) and one in read), "")


def computes(step: Location, other: Location) -> bool:
    """Whether the loss of a step is computed by a line, or by the function that it stands in.

    Args:
      step: the line that asks for gradients, or that has another function do so.
      other: a line of the evaluation of a loss.
    """
    tree = syntax.tree_of(step.file)
    if tree is None:
        return True
    scope = next(iter(syntax.functions_around(tree, step.line)), tree)
    read: set[str] = set()
    for node, names in _computing(scope, step.line):
        if step.file == other.file and syntax.spans(node, other.line):
            return True
        read |= names
    # What has a name of the function's own is no function of the file.
    return other.function in _called(tree, read - later_uses.stored(scope))


def _computing(scope: ast.AST, line: int) -> Iterator[tuple[ast.stmt, set[str]]]:
    """The statement on a line, and what opens the tapes of it, with what the loss there reads."""
    nodes = syntax.own_nodes(ast.iter_child_nodes(scope))
    for node in later_uses.simple_statements(nodes):
        if not syntax.spans(node, line):
            continue
        inside = list(ast.walk(node))
        asked = [
            (call.func.value, given[0])
            for call in inside
            if isinstance(call, ast.Call) and isinstance(call.func, ast.Attribute)
            if (given := _given(call, _SOURCES.get(call.func.attr, ()))) is not None
        ]
        for tape, target in asked:
            block = _opened(scope, tape, line)
            yield block or node, _behind(target, block or node)
        # A function that is given a tape asks it.
        named = [one for one in inside if isinstance(one, (ast.Name, ast.Attribute))]
        for one in named if not asked else ():
            if block := _opened(scope, one, line):
                yield block, _names(block)
        if not asked:
            yield node, _names(node)


def _behind(target: ast.expr, block: ast.stmt) -> set[str]:
    """Names that a loss reads, and those that what it is made of in a block reads."""
    simple = later_uses.simple_statements(syntax.own_nodes([block]))
    found, wanted, seen = _names(target), syntax.loaded(target), 0
    if not any(wanted & later_uses.stored(one) for one in simple):
        return found | _names(block)
    while len(wanted) > seen:
        seen = len(wanted)
        for one in simple:
            if wanted & later_uses.stored(one):
                found |= _names(one)
                wanted |= syntax.loaded(one)
    return found


def _called(tree: ast.Module, names: set[str]) -> set[str]:
    """Some names, and all that the functions of a file which have these names read in turn."""
    found: set[str] = set()
    waiting = set(names)
    while waiting:
        found |= waiting
        inside = [one for one in syntax.functions_in(tree) if one.name in waiting]
        waiting = set().union(*map(_names, inside)) - found
    return found


def _names(scope: ast.AST) -> set[str]:
    """Names and attributes that are read."""
    return {
        syntax.last_name(node)
        for node in ast.walk(scope)
        if isinstance(node, (ast.Name, ast.Attribute)) and isinstance(node.ctx, ast.Load)
    }
