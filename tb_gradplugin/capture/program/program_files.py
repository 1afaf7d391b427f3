"""Files of the program, and what expressions in their functions are computed from."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator, Sequence
from typing import Any, NamedTuple

from tb_gradplugin.capture.program import (
    assignments,
    expression_sources,
    name_scopes,
    reachable,
    renaming_lines,
)
from tb_gradplugin.capture.program.tensor_sources import Sources
from tb_gradplugin.capture.sources import file_owners, frames, source_trees
from tb_gradplugin.capture.sources.file_owners import Owner
from tb_gradplugin.diagnosis.text import call_sites, later_uses, syntax
from tb_gradplugin.schema.findings import Location


class At(NamedTuple):
    """What some expressions are computed from, and the line that decides it.

    Attributes:
      lines: the line; empty where it cannot be told.
      sources: of each of the expressions.
    """

    lines: tuple[Location, ...]
    sources: tuple[Sources, ...]


class File(NamedTuple):
    """A file of the program.

    Attributes:
      path: of the file.
      function: a `FunctionType` in it.
      reach: where objects are looked for.
    """

    path: str
    function: Any
    reach: reachable.Reach

    @property
    def scopes(self) -> Sequence[ast.Module | syntax.Function]:
        """The file itself, and its functions."""
        tree = syntax.tree_of(self.path)
        return (tree, *syntax.functions_in(tree)) if tree is not None else ()

    def at(self, line: int, given: Sequence[ast.expr], scope: ast.AST) -> Iterator[At]:
        """What expressions of a function are computed from: of each object whose method it is.

        Where that is what the function is given, it is decided by each of its callers.
        """
        every = list(self._sources(given, scope))
        known = [one for one in every if all(each.variables for each in one)]
        yield from (At(self.line(scope, line), one) for one in known)
        if not known:
            for place, arguments, caller in self._by_callers(given, scope):
                for one in self._sources(arguments, caller):
                    yield At(self.line(caller, place), one)

    def line(self, scope: ast.AST, line: int) -> tuple[Location, ...]:
        """A line of a function, as it is shown."""
        return frames.of_function(self.function, line, source_trees.name_of(scope))[:1]

    def _sources(self, given: Sequence[ast.expr], scope: ast.AST) -> Iterator[tuple[Sources, ...]]:
        around = [scope, *source_trees.around(scope, self.path)]
        names = {**self.function.__globals__, **name_scopes.names_on_stack(self.path, around)}
        if isinstance(scope, syntax.FUNCTIONS):
            own = later_uses.stored(scope) | self._given_elsewhere(scope)
            names = {name: value for name, value in names.items() if name not in own}
        in_reach = name_scopes.Scope(self.function, scope, names, False).in_reach
        owners = [one for one in self._objects() if _is_method(scope, one)]
        for known in [{**names, "self": one} for one in owners] or [names]:
            members = reachable.members(known["self"]) if owners else {}
            yield tuple(
                expression_sources.of(one, known, members, in_reach, self.reach) for one in given
            )

    def _given_elsewhere(self, scope: syntax.Function) -> set[str]:
        """Parameters of a function that calls in the file give something for."""
        every = renaming_lines.arguments(scope)
        return {one for one in every if any(call_sites.given_for(scope, one, self.path))}

    def _by_callers(
        self, given: Sequence[ast.expr], scope: ast.AST
    ) -> Iterator[tuple[int, list[ast.expr], ast.AST]]:
        """What each call of a function gives for the parameters that expressions are made of."""
        assigned, parameters = assignments.in_scope(scope), renaming_lines.arguments(scope)
        names = []
        for one in given:
            behind = expression_sources.names_behind(one, assigned).keys() & parameters
            names.append(sorted(behind))
        if not all(names):
            return
        every = [[*call_sites.given_for(scope, each[0], self.path)] for each in names]
        # Each call gives all of them, or which belong together cannot be told.
        for arguments in zip(*every, strict=False) if len({*map(len, every)}) == 1 else ():
            first = arguments[0]
            yield first.given.lineno, [one.given for one in arguments], first.scope

    def _objects(self) -> list[Any]:
        known = [*self.reach.objects, *self.function.__globals__.values()]
        return list({id(one): one for one in known if reachable.is_of_user(one)}.values())


def seen(loss_fn: Callable[..., Any], reach: reachable.Reach) -> list[File]:
    """The files that a loss function comes to."""
    every = [frames.function_of(loss_fn), *(one.function for one in reach.named)]
    functions = {
        one.__code__.co_filename: one
        for one in every
        if one is not None and file_owners.owner(one.__code__.co_filename) is Owner.USER
    }
    return [File(path, function, reach) for path, function in functions.items()]


def _is_method(scope: ast.AST, value: Any) -> bool:
    method = reachable.methods(value).get(source_trees.name_of(scope))
    return method is not None and source_trees.of_function(method.__code__) is scope
