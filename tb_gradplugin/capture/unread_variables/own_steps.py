"""What the program has to train by themselves what an evaluation left alone."""

from __future__ import annotations

from collections.abc import Iterator, Sequence, Set
from typing import Any, NamedTuple

from tb_gradplugin.capture.program import program_files, reachable
from tb_gradplugin.capture.program.tensor_sources import Sources
from tb_gradplugin.capture.unread_variables.search import Search
from tb_gradplugin.diagnosis.in_text import OwnStep
from tb_gradplugin.diagnosis.text import left_out, syntax, training_steps


class _Wanted(NamedTuple):
    """One of the variables, and what is found of it."""

    identity: int
    name: str
    steps: list[OwnStep]


def found(search: Search, touched: Sequence[Any]) -> list[tuple[OwnStep, ...]]:
    """For each variable, what trains it and none of those that the evaluation touched.

    First come lines that ask for its gradient, then those that copy others into it, then losses
    that have the name of a part of the program which holds it, and that did not run.

    Args:
      search: for the variables.
      touched: variables that are asked about as well.
    """
    every = [reachable.identity_and_name(each) for each in search.variables]
    wanted = [_Wanted(one or 0, name, []) for one, name in every]
    others = set(map(reachable.identity, touched))
    files = program_files.seen(search.loss_fn, search.reach)
    for file in files:
        for sources, step in _asking(file):
            _note(sources, step, wanted, others)
    for file in files:
        for sources, step in _copying(file, others | {one.identity for one in wanted}):
            _note(sources, step, wanted, others)
    for held, step in _losses(files, search, others):
        for one in wanted:
            one.steps.extend([step] if one.identity in held else [])
    return [tuple(one.steps) for one in wanted]


def _note(
    sources: Sources, step: OwnStep, wanted: Sequence[_Wanted], others: Set[int | None]
) -> None:
    if others.isdisjoint(sources.variables):
        for one in wanted:
            if one.identity and sources.hold(one.identity, one.name):
                one.steps.append(step)


def _asking(file: program_files.File) -> Iterator[tuple[Sources, OwnStep]]:
    """Steps that ask for gradients, with what they ask about."""
    for scope in file.scopes:
        for step in training_steps.of_scope(scope):
            for at in file.at(step.line, step.sources, scope):
                together = Sources()
                for sources in at.sources:
                    together.variables |= sources.variables
                    together.names |= sources.names
                yield from ((together, OwnStep(line)) for line in at.lines)


def _copying(file: program_files.File, asked: Set[int | None]) -> Iterator[tuple[Sources, OwnStep]]:
    """Lines that copy what is asked about, with what they copy it into."""
    for scope in file.scopes:
        for copy in training_steps.copies(scope):
            for at in file.at(copy.line, (copy.into, copy.given), scope):
                into, given = at.sources
                if asked & (given.variables.keys() - into.variables.keys()):
                    yield from ((into, OwnStep(line, is_copy=True)) for line in at.lines)


def _losses(
    files: Sequence[program_files.File], search: Search, others: Set[int | None]
) -> Iterator[tuple[set[int], OwnStep]]:
    """Losses that did not run and are of one part, with the variables that it holds."""
    parts: dict[str, list[set[int]]] = {}
    for named in search.reach.named:
        held = search.reach.held(named.value)
        if held and others.isdisjoint(held):
            parts.setdefault(named.name, []).append(held)
    for file in files if parts else ():
        for scope in file.scopes:
            if not isinstance(scope, syntax.FUNCTIONS):
                continue
            part = training_steps.part_of_loss(scope, parts)
            if part and not left_out.any_ran(syntax.lines(scope), file.path, search.ran):
                for line in file.line(scope, scope.lineno):
                    yield from ((held, OwnStep(line, loss=scope.name)) for held in parts[part])
