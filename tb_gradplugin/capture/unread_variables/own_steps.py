"""Steps and losses of the program for what an evaluation left alone, and nothing it touched."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence, Set
from types import FunctionType
from typing import Any, NamedTuple

from tb_gradplugin.capture.program import (
    assignments,
    expression_sources,
    name_scopes,
    reachable,
    renaming_lines,
)
from tb_gradplugin.capture.program.tensor_sources import Read, Sources
from tb_gradplugin.capture.sources import file_owners, frames, source_trees
from tb_gradplugin.capture.sources.file_owners import Owner
from tb_gradplugin.capture.unread_variables.search import Search
from tb_gradplugin.diagnosis.in_text import OwnStep
from tb_gradplugin.diagnosis.text import call_sites, later_uses, left_out, syntax, training_steps
from tb_gradplugin.schema.findings import Location


class _File(NamedTuple):
    """A file of the program, with a function of it, and the search that has come to it."""

    path: str
    function: Any
    search: Search

    def sources(self, given: Sequence[ast.expr], scope: ast.AST) -> Iterator[Sources]:
        """What expressions of a function are computed from: of each object whose method it is."""
        around = [scope, *source_trees.around(scope, self.path)]
        names = {**self.function.__globals__, **name_scopes.names_on_stack(self.path, around)}
        if isinstance(scope, syntax.FUNCTIONS):
            names = {k: v for k, v in names.items() if k not in later_uses.stored(scope)}
        in_reach = name_scopes.Scope(self.function, scope, names, False).in_reach
        owners = [one for one in self._objects() if _is_method(scope, one)]
        for own in [{"self": one} for one in owners] or [{}]:
            found = Sources()
            members = reachable.members(own["self"]) if own else {}
            for one in given:
                known = {**names, **own}
                more = expression_sources.of(one, known, members, in_reach, self.search.reach)
                found.include(more, Read())
            yield found

    def line(self, scope: ast.AST, line: int) -> tuple[Location, ...]:
        return frames.of_function(self.function, line, source_trees.name_of(scope))[:1]

    def _objects(self) -> list[Any]:
        known = [*self.search.reach.objects, *self.function.__globals__.values()]
        return list({id(one): one for one in known if reachable.is_of_user(one)}.values())


def _is_method(scope: ast.AST, value: Any) -> bool:
    method = reachable.methods(value).get(source_trees.name_of(scope))
    return method is not None and source_trees.of_function(method.__code__) is scope


def found(search: Search, others: Sequence[Any]) -> list[tuple[OwnStep, ...]]:
    """For each variable, lines that ask for its gradient and for none of some others.

    Behind these come losses that have the name of a part of the program which holds the variable
    and none of the others, and that did not run.

    Args:
      search: for the variables.
      others: variables that the evaluation did touch.
    """
    wanted = [reachable.identity_and_name(each) for each in search.variables]
    touched = set(map(reachable.identity, others))
    result: list[list[OwnStep]] = [[] for _ in wanted]
    for file, function in _files(search).items():
        tree = syntax.tree_of(file)
        for scope in (tree, *syntax.functions_in(tree)) if tree is not None else ():
            for step in training_steps.of_scope(scope):
                for lines, sources in _asked(step, _File(file, function, search), scope):
                    for (one, name), found_of in zip(wanted, result, strict=True):
                        is_asked = one is not None and sources.hold(one, name)
                        if is_asked and touched.isdisjoint(sources.variables):
                            found_of += map(OwnStep, lines)
    for held, loss in _losses(search, touched):
        for (one, _), found_of in zip(wanted, result, strict=True):
            found_of += [loss] if one in held else []
    return [tuple(each) for each in result]


def _losses(search: Search, touched: Set[int | None]) -> Iterator[tuple[set[int], OwnStep]]:
    """Losses that did not run and are of one part, with the variables that it holds."""
    parts: dict[str, list[set[int]]] = {}
    for named in search.reach.named:
        held = search.reach.held(named.value)
        if held and touched.isdisjoint(held):
            parts.setdefault(named.name, []).append(held)
    for path, function in _files(search).items() if parts else ():
        tree = syntax.tree_of(path)
        for scope in syntax.functions_in(tree) if tree is not None else ():
            part = training_steps.part_of_loss(scope, parts)
            if part and not left_out.any_ran(syntax.lines(scope), path, search.ran):
                for line in frames.of_function(function, scope.lineno, scope.name)[:1]:
                    for held in parts[part]:
                        yield held, OwnStep(line, scope.name)


def _files(search: Search) -> dict[str, FunctionType]:
    """The files of the program that are seen, and a function of each."""
    every = [frames.function_of(search.loss_fn), *(one.function for one in search.reach.named)]
    return {
        one.__code__.co_filename: one
        for one in every
        if one is not None and file_owners.owner(one.__code__.co_filename) is Owner.USER
    }


def _asked(
    step: training_steps.Step, file: _File, scope: ast.AST
) -> Iterator[tuple[tuple[Location, ...], Sources]]:
    """The line of a step, and what it asks about: that of each caller, where these decide it."""
    every = list(file.sources(step.sources, scope))
    for sources in every:
        if sources.variables:
            yield file.line(scope, step.line), sources
    if any(sources.variables for sources in every):
        return
    assigned, parameters = assignments.in_scope(scope), renaming_lines.arguments(scope)
    for given in step.sources:
        behind = expression_sources.names_behind(given, assigned).keys() & parameters
        for name in sorted(behind):
            for argument in call_sites.given_for(scope, name, file.path):
                for sources in file.sources([argument.given], argument.scope):
                    yield file.line(argument.scope, argument.given.lineno), sources
