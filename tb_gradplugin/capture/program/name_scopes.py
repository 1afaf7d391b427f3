"""Functions and files of the user's program in which a name gets its value."""

from __future__ import annotations

import ast
import collections
import inspect
import sys
from collections.abc import Iterator, Mapping, Sequence, Set
from types import FrameType, FunctionType, MethodType
from typing import Any, NamedTuple

from tb_gradplugin.capture.observing import earlier_numbers, python_names
from tb_gradplugin.capture.program import assignments, expression_sources, reachable
from tb_gradplugin.capture.sources import source_trees
from tb_gradplugin.diagnosis.text import call_sites, syntax

_HOLDERS = 50
"""Names of one object of which the lines that make it are looked for."""

_CALLERS = 3
"""Functions, at most, that hand a value on to each other as a parameter."""


class Scope(NamedTuple):
    """A function, or a file, in which a name may get its value.

    Attributes:
      function: a `FunctionType` in the same file.
      tree: of the scope itself.
      names: what is known by a name there.
      is_hidden: whether it is the function itself that uses the name.
    """

    function: Any
    tree: ast.AST
    names: Mapping[str, Any]
    is_hidden: bool

    @property
    def assigned(self) -> assignments.Assigned:
        """What it gives to names and attributes."""
        return assignments.in_scope(self.tree)

    @property
    def in_reach(self) -> assignments.Assigned:
        """The same, with what its file, and functions around it, give to other names."""
        around = source_trees.around(self.tree, self.function.__code__.co_filename)
        return assignments.in_reach(self.tree, *around) if around else self.assigned


def scopes(named: reachable.Named) -> list[Scope]:
    """Where a name may get its value: its function, and what that is defined in."""
    function = named.function
    names = {**function.__globals__, **dict(python_names.names_in_reach(function))}
    inside = source_trees.of_function(function.__code__)
    found = [] if inside is None else [Scope(function, inside, names, True)]
    if named.owner != "self":
        around = source_trees.around_function(function.__code__)
        names = {**names_on_stack(function.__code__.co_filename, around), **names}
        found += [Scope(function, scope, names, False) for scope in around]
    return found


def own_of(scope: Scope) -> Mapping[str, Any]:
    """What is known by attributes of `self` in a method: of the one object that has a name there.

    Empty where there is none or several, and in what is no method.
    """
    found = {id(value): value for value in scope.names.values() if _is_method_of(scope, value)}
    return reachable.members(*found.values()) if len(found) == 1 else {}


def own_in_method(scope: Scope, named: reachable.Named) -> Mapping[str, Any]:
    """The same of the object that has the attribute, in what is a method of it, named or not."""
    is_method = _is_method_of(scope, named.holder)
    return reachable.members(named.holder) if is_method else own_of(scope)


def own_of_owner(scope: Scope, holder: Any, reach: reachable.Reach) -> Mapping[str, Any]:
    """The same of the object, of several of a class, that has another one as an attribute.

    Args:
      scope: a method that gives something to an attribute of the other one.
      holder: the other one.
      reach: where objects are looked for.
    """
    owners = [
        one
        for one in reach.objects
        if _is_method_of(scope, one)
        if any(value is holder for _, value in reachable.attributes(one))
    ]
    return reachable.members(owners[0]) if len(owners) == 1 else {}


def _is_method_of(scope: Scope, value: Any) -> bool:
    method = reachable.methods(value).get(source_trees.name_of(scope.tree))
    return method is not None and source_trees.of_function(method.__code__) is scope.tree


def makes(function: FunctionType, holder: Any) -> bool:
    """Whether it is given what the call that makes an object is given."""
    maker = inspect.unwrap(type(holder).__init__)
    return getattr(maker, "__code__", None) is function.__code__


def parameters(named: reachable.Named) -> tuple[str, ...]:
    """Those of the method that uses a name, without `self`."""
    code = named.function.__code__
    return code.co_varnames[1 : code.co_argcount + code.co_kwonlyargcount]


def given_to_maker(
    named: reachable.Named, wanted: Set[str], reach: reachable.Reach, depth: int = _CALLERS
) -> Iterator[tuple[int, ast.expr, Scope, Mapping[str, Any]]]:
    """What the lines that make an object give for parameters of its `__init__`.

    Args:
      named: an attribute of the object, of which `makes` holds.
      wanted: the parameters.
      reach: where names of the object are looked for.
      depth: objects, at most, that hand on what their own makers give them.

    Yields:
      The line, the expression, where it stands, and what is known there by attributes of `self`.
    """
    positional = parameters(named)[: named.function.__code__.co_argcount - 1]
    holding = [one for one in reach.named if one.value is named.holder] if wanted else []
    is_found = False
    for holder in holding[:_HOLDERS]:
        own = reachable.members(holder.holder) if holder.owner == "self" else {}
        is_of_maker = holder.owner == "self" and makes(holder.function, holder.holder)
        for scope in scopes(holder):
            made = scope.assigned.get((holder.owner, holder.name), ())
            # What is given to a function that makes the object is of its own parameters.
            made = [one for one in made if not _calls_function(one[1], scope, own)]
            for line, given in assignments.by_argument(made, wanted, positional):
                is_found = True
                if not is_of_maker:
                    yield line, given, scope, own
                    continue
                given_before = _arguments(holder, given, scope, reach, depth)
                yield line, given, scope._replace(names={**scope.names, **given_before}), own
                if depth and isinstance(given, ast.Name):
                    handed = {given.id} & {*parameters(holder)}
                    for each in given_to_maker(holder, handed, reach, depth - 1):
                        for place, part in assignments.entries([each[:2]], wanted):
                            yield place, part, *each[2:]
    if not is_found and not isinstance(named.value, earlier_numbers.NUMBERS):
        file = named.function.__code__.co_filename
        for argument in _given_without_name(named, wanted, reach):
            around = names_on_stack(file, [argument.scope])
            names = {**named.function.__globals__, **around}
            scope = Scope(named.function, argument.scope, names, False)
            yield argument.given.lineno, argument.given, scope, {}


def with_arguments(
    named: reachable.Named, given: ast.expr, scope: Scope, reach: reachable.Reach
) -> Scope:
    """The scope, with what the object was made with where it is the `__init__` of that.

    Args:
      named: what gets a value.
      given: the expression for it, of which the parameters are known then.
      scope: where the expression stands.
      reach: where names of the object are looked for.
    """
    tree = source_trees.of_function(named.function.__code__)
    if named.owner != "self" or tree is not scope.tree or not makes(named.function, named.holder):
        return scope
    before = _arguments(named, given, scope, reach, _CALLERS)
    return scope._replace(names={**scope.names, **before}) if before else scope


def _arguments(
    named: reachable.Named, given: ast.expr, scope: Scope, reach: reachable.Reach, depth: int
) -> dict[str, Any]:
    """What an object was made with, by parameters of its `__init__` that an expression reads.

    Args:
      named: an attribute of it, of which `makes` holds.
      given: the expression.
      scope: that `__init__`.
      reach: where names of the object are looked for.
      depth: as of `given_to_maker`.
    """
    found = arguments_kept(named.holder)
    read = expression_sources.names_behind(given, scope.assigned).keys() & {*parameters(named)}
    for name in sorted(read - found.keys()) if depth else ():
        if ("", name) in scope.assigned:
            continue
        every: dict[int, Any] = {}
        for _, argument, caller, _ in given_to_maker(named, {name}, reach, depth - 1):
            value = caller.names.get(argument.id) if isinstance(argument, ast.Name) else None
            every[id(value)] = value
        if len(every) == 1:
            found[name] = every.popitem()[1]
    return {name: value for name, value in found.items() if value is not None}


def arguments_kept(holder: Any) -> dict[str, Any]:
    """What an object was made with, by parameters of its `__init__`: as far as it keeps that.

    A parameter that is given another value is left out, and so is what goes to an attribute that
    several lines of its methods give something.
    """
    own = reachable.members(holder)
    maker = inspect.unwrap(type(holder).__init__)
    trees = {
        tree
        for method in (maker, *reachable.methods(holder).values())
        if (tree := source_trees.of_function(method.__code__)) is not None
    }
    given = [one for tree in trees for one in assignments.in_scope(tree).items()]
    lines = collections.Counter(key for key, every in given for _ in every)
    tree = source_trees.of_function(maker.__code__)
    arguments = syntax.parameters(tree.args) if tree is not None else set()
    kept = assignments.in_scope(tree) if tree is not None else {}
    return {
        every[0][1].id: own[key[1]]
        for key, every in kept.items()
        if key[0] == "self" and key[1] in own and lines[key] == 1
        if isinstance(every[0][1], ast.Name) and every[0][1].id in arguments
        if ("", every[0][1].id) not in kept
    }


def _calls_function(given: ast.expr, scope: Scope, own: Mapping[str, Any]) -> bool:
    """Whether it is a call of what is seen to be a function, and no class."""
    called = given.func if isinstance(given, ast.Call) else None
    value = scope.names.get(called.id) if isinstance(called, ast.Name) else None
    if isinstance(called, ast.Attribute) and getattr(called.value, "id", "") == "self":
        value = own.get(called.attr)
    return isinstance(value, (FunctionType, MethodType))


def _given_without_name(
    named: reachable.Named, wanted: Set[str], reach: reachable.Reach
) -> Iterator[call_sites.Argument]:
    """What is given to make an object that has no name, such as one in a list.

    Where as many of its class are seen as are made in the file, they are taken to be in one order.
    """
    tree = source_trees.of_function(named.function.__code__)
    made = [one.holder for one in reach.named if type(one.holder) is type(named.holder)]
    order = list(dict.fromkeys(map(id, made)))
    if tree is None:
        return
    for name in sorted(wanted):
        found = list(call_sites.given_for(tree, name, named.function.__code__.co_filename))
        found.sort(key=lambda each: (each.given.lineno, each.given.col_offset))
        computed = [each for each in found if not isinstance(each.given, ast.Constant)]
        for same in (found, computed):
            if len(same) == len(order):
                found = [same[order.index(id(named.holder))]]
                break
        yield from found


def given_by_callers(
    scope: Scope, name: str, depth: int = _CALLERS
) -> Iterator[tuple[int, ast.expr, Scope]]:
    """Lines and expressions that callers give for a parameter, or gave the name they hand on."""
    file = scope.function.__code__.co_filename
    for argument in call_sites.given_for(scope.tree, name, file) if depth else ():
        around = [argument.scope]
        names = {
            **names_on_stack(file, around),
            **scope.function.__globals__,
            **scope.names,
        }
        caller = Scope(scope.function, argument.scope, names, False)
        given = argument.given
        if not isinstance(given, ast.Name):
            yield given.lineno, given, caller
            continue
        for line, made in caller.assigned.get(("", given.id), ()):
            yield line, made, caller
        yield from given_by_callers(caller, given.id, depth - 1)


def names_on_stack(file: str, functions: Sequence[ast.AST]) -> dict[str, Any]:
    """The names of those functions of a file that are running, as where `explain` is called."""
    wanted = {scope.name for scope in functions if isinstance(scope, ast.FunctionDef)}
    names: dict[str, Any] = {}
    frame: FrameType | None = sys._getframe(1) if wanted else None
    while frame is not None:
        if frame.f_code.co_filename == file and frame.f_code.co_name in wanted:
            names = {**frame.f_locals, **names}
        frame = frame.f_back
    return names
