"""Attributes and names of a file that hold variables, read by no function of it."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence

from tb_gradplugin.diagnosis.program import Node
from tb_gradplugin.diagnosis.text import (
    alike_names,
    called_twice,
    in_its_place,
    interfaces,
    later_uses,
    left_out,
    only_calls,
    syntax,
)
from tb_gradplugin.schema.findings import Location

_LISTING = frozenset({"variables", "trainable_variables", "weights", "trainable_weights"})
"""Attributes of an object that tell of its variables, and compute nothing with them."""


def found(made: Location, name: str, ran: left_out.Ran) -> in_its_place.Slip | None:
    """The line that reads a sibling of an attribute, or of a name, in its place.

    Args:
      made: the line that gives it its value, in a method that makes an object, or in no function.
      name: as it stands there, such as `self.w_h`.
      ran: the lines that ran on the way to the loss.

    Returns:
      None also where a function does read it, whether or not that ran.
    """
    tree = syntax.tree_of(made.file)
    owner, _, plain = name.rpartition(".")
    if tree is None or owner not in ("", "self") or _is_read(tree, name):
        return None
    if owner:
        own = later_uses.class_at(made)
        classes = [] if own is None else [own, *_derived(tree, own)]
        functions = [one for each in classes for one in each.body if _is_working(one)]
        scope: ast.AST | None = own
    else:
        functions = [
            one
            for one in syntax.functions_in(tree)
            if plain not in syntax.parameters(one.args) | later_uses.stored(one)
        ]
        scope = tree if later_uses.function_at(made) is None else None
    if scope is None:
        return None
    others = [one for one in _given(scope, owner) if one != name]
    methods = [one for one in functions if isinstance(one, syntax.FUNCTIONS)]
    slip = in_its_place.found(name, others, methods, made.file, ran)
    if slip is not None or not isinstance(scope, ast.ClassDef):
        return slip
    read = [one for one in others if _is_read(tree, one)]
    slip = called_twice.found(scope, name, read, methods, made.file, ran)
    return slip or _as_it_is_made(made, name, others, ran)


def _as_it_is_made(
    made: Location, name: str, others: Sequence[str], ran: left_out.Ran
) -> in_its_place.Slip | None:
    """The same of parts that an object gives to other parts of it, where both are made alike."""
    function = later_uses.function_at(made)
    if function is None or function.name not in syntax.BUILDING:
        return None
    shapes: dict[str, list[type[ast.AST]]] = {}
    for statement in function.body:
        for target, value in syntax.assigned(statement):
            shapes[syntax.dotted(target)] = syntax.shape(value)
    if any(
        syntax.dotted(node) == name and isinstance(node.ctx, ast.Load)
        for node in ast.walk(function)
        if isinstance(node, ast.Attribute)
    ):
        return None
    alike = [one for one in others if name in shapes and shapes.get(one) == shapes[name]]
    return in_its_place.found(name, alike, [function], made.file, ran)


def of_given(
    use: Location, name: str, nodes: Sequence[Node], ran: left_out.Ran
) -> tuple[in_its_place.Slip, Location] | None:
    """The same of an argument by which a line gives something to a function that never reads it.

    Args:
      use: the line.
      name: of what it gives, such as `self.w_h`.
      nodes: the ops that the loss depends on.
      ran: the lines of these.

    Returns:
      What is to blame, and the line with which the function begins.
    """
    for _, argument, line in ignoring(use, name, nodes):
        slip = in_its_place.of_argument(line, argument, ran)
        if slip is not None:
            return slip, line
    return None


def ignoring(
    use: Location, name: str, nodes: Sequence[Node]
) -> Iterator[tuple[syntax.Function, str, Location]]:
    """The functions that a line gives something to and that never read it.

    Args:
      use: the line.
      name: of what it gives, such as `self.w_h`.
      nodes: the ops that the loss depends on.

    Yields:
      Each with the argument, and the line with which it begins.
    """
    caller = later_uses.function_at(use)
    for call in syntax.own_nodes(caller.body) if caller is not None else ():
        if caller is None or not isinstance(call, ast.Call) or not syntax.spans(call, use.line):
            continue
        given = [where for where, one in only_calls.arguments(call) if syntax.dotted(one) == name]
        places = [one for one in given if not isinstance(one, slice)]
        if len(given) != 1 or not places:
            continue
        for called in left_out.functions_called(call, use.file, caller, nodes):
            if isinstance(called, ast.Lambda):
                continue
            line = syntax.location(use.file, called.lineno, called.name)
            for argument in left_out.parameters_given(called, places, call):
                if interfaces.ignores(called, argument, line):
                    yield called, argument, line


def in_methods_that_ran(use: Location, name: str, ran: left_out.Ran) -> in_its_place.Slip | None:
    """The same of an attribute that methods of its class use which did not run.

    Args:
      use: a line of one of them.
      name: as it stands there, such as `self.critic_y`.
      ran: the lines that ran on the way to the loss.

    Returns:
      None unless the attribute in its place has a name alike.
    """
    owner, _, plain = name.rpartition(".")
    own = later_uses.class_at(use)
    if owner != "self" or own is None:
        return None
    methods = [one for one in own.body if isinstance(one, syntax.FUNCTIONS) and _is_working(one)]
    using = [
        one
        for one in methods
        if left_out.any_ran(syntax.lines(one), use.file, ran)
        and not any(getattr(node, "attr", "") == plain for node in ast.walk(one))
    ]
    others = {one for one in _given(own, owner) if one != name}
    alike = [one for one in others if alike_names.difference(one.rpartition(".")[2], plain)]
    return in_its_place.found(name, sorted(alike), using, use.file, ran)


def _is_working(node: ast.AST) -> bool:
    return isinstance(node, syntax.FUNCTIONS) and node.name not in syntax.BUILDING


def _derived(tree: ast.Module, owner: ast.ClassDef) -> Iterator[ast.ClassDef]:
    for node in ast.walk(tree):
        if isinstance(node, ast.ClassDef) and owner.name in map(syntax.last_name, node.bases):
            yield node


def _given(scope: ast.AST, owner: str) -> Iterator[str]:
    """What is given a value in a class, of `self`, or in a file, outside of its functions."""
    nodes = ast.walk(scope) if owner else syntax.own_nodes(ast.iter_child_nodes(scope))
    for node in nodes:
        for target in syntax.targets(node):
            each = target.elts if isinstance(target, (ast.Tuple, ast.List)) else [target]
            for one in each:
                name = syntax.dotted(one)
                if name and name.rpartition(".")[0] == owner and name.count(".") <= 1:
                    yield name


def _is_read(tree: ast.Module, name: str) -> bool:
    """Whether a function does more with an attribute of whatever object, or a name, than list it.

    Where an object is made, its variables may be drawn or built; a lambda there runs later.
    """
    owner, _, plain = name.rpartition(".")
    around = syntax.parents(tree)
    for node in ast.walk(tree):
        is_it = syntax.is_name(node, plain) if not owner else getattr(node, "attr", "") == plain
        if not is_it or not isinstance(getattr(node, "ctx", None), ast.Load):
            continue
        chain = [node, *syntax.upwards(node, around, tree)]
        functions = (*syntax.FUNCTIONS, ast.Lambda)
        inside = next((one for one in chain if isinstance(one, functions)), None)
        if inside is None or getattr(inside, "name", "") in syntax.BUILDING:
            continue
        gives = inside.body if isinstance(inside, ast.Lambda) else syntax.statement_of(chain)
        lists = isinstance(gives, (ast.Return, ast.expr)) and not syntax.computes(gives)
        if not lists and syntax.asked_of(node, around) not in _LISTING:
            return True
    return False
