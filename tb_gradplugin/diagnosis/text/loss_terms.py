"""Lines that make up a loss, as far as names tell, behind a result that none of them reads."""

from __future__ import annotations

import ast
from collections.abc import Collection, Sequence

from tb_gradplugin.diagnosis.text import alike_names, later_uses, syntax

_OF_A_LOSS = frozenset({"loss", "losses", "cost", "costs", "objective", "nll", "elbo"})
"""Words in the names of what a program makes its loss of."""

_SHORTEST = 3
"""Letters of a word, at least, by which a name tells of another."""


def sum_of_others(
    function: syntax.Function, name: str, end: int, ran: Collection[int]
) -> int | None:
    """The first line that adds other terms up to a loss.

    Args:
      function: in which they stand.
      name: of the term that is left out.
      end: the last line of what computes it.
      ran: numbers of lines on the way to the loss.
    """
    for one in sorted(
        later_uses.simple_statements(syntax.own_nodes(function.body)), key=lambda one: one.lineno
    ):
        if one.lineno <= end or one.lineno not in ran:
            continue
        read = syntax.loaded(one)
        terms = {each for each in read if is_of_loss(each)}
        adds = any(isinstance(node, ast.Add) for node in ast.walk(one))
        if adds and len(terms) > 1 and name not in read:
            return one.lineno
    return None


def made_up(
    function: syntax.Function,
    name: str,
    end: int,
    ran: Collection[int],
    is_first_told: bool = True,
) -> int | None:
    """The line that makes up the loss: of terms, where a name is one, or of a term.

    Args:
      function: in which they stand.
      name: of a result that nothing reads.
      end: the last line of what computes it.
      ran: numbers of lines on the way to the loss.
      is_first_told: whether, where none tells more, it is the first.

    Returns:
      Of several terms, the one whose names are those of the result, or the first.
    """
    behind = sorted(
        (
            one
            for one in later_uses.simple_statements(syntax.own_nodes(function.body))
            if one.lineno > end
        ),
        key=lambda one: one.lineno,
    )
    making = [one for one in behind if any(map(is_of_loss, later_uses.stored(one)))]
    if not is_of_loss(name):
        taken = [one for one in behind if one.lineno in ran]
        chosen = _speaking_for(name, taken)
        if chosen is not None or not is_first_told:
            return chosen.lineno if chosen is not None else None
        chosen = next((one for one in taken if one in making), None)
        # Which of two results that are made alike is meant, other rules tell.
        is_told = chosen is not None and not _reads_alike(chosen, name, function)
        return chosen.lineno if chosen is not None and is_told else None
    # What a term is made into, under its own name, is still the term.
    of_terms = [
        one for one in making if any(map(is_of_loss, syntax.loaded(one) - later_uses.stored(one)))
    ]
    if of_terms:
        return of_terms[-1].lineno
    returning = [one for one in behind if isinstance(one, ast.Return)]
    named = [one for one in returning if any(map(is_of_loss, syntax.loaded(one)))]
    return named[-1].lineno if named else None


def _speaking_for(name: str, taken: Sequence[ast.stmt]) -> ast.stmt | None:
    """The statement whose own names are those of a result, as `value_loss` of `values`.

    Or else one that makes up the loss of something else of its name, as of `batch["values"]`.
    """
    words = {one for one in alike_names.tokens(name) if len(one) >= _SHORTEST} - _OF_A_LOSS
    named = [
        one
        for one in taken
        if any(alike_names.speaks_for(each, words) for each in later_uses.stored(one))
    ]
    making = [one for one in taken if any(map(is_of_loss, later_uses.stored(one)))]
    of_loss = [one for one in named if one in making]
    names = {name, f"{name}s", f"{name}es", name.removesuffix("s")}
    taking = [one for one in of_loss or making if not names.isdisjoint(_parts_read(one))]
    return next(iter(taking or of_loss or named), None)


def _parts_read(statement: ast.stmt) -> set[str]:
    """The names of attributes and the keys of entries that a statement reads."""
    nodes = list(ast.walk(statement))
    keys = {
        one.slice.value
        for one in nodes
        if isinstance(one, ast.Subscript) and isinstance(one.slice, ast.Constant)
    }
    return {str(one) for one in keys} | {
        one.attr for one in nodes if isinstance(one, ast.Attribute)
    }


def is_made_in(function: syntax.Function, line: int) -> bool:
    """Whether the statement on a line gives something the name of a loss, or returns it."""
    return any(
        isinstance(one, ast.Return) or any(map(is_of_loss, later_uses.stored(one)))
        for one in later_uses.simple_statements(syntax.own_nodes(function.body))
        if syntax.spans(one, line)
    )


def is_of_loss(name: str) -> bool:
    """Whether a plain name says that it is of a loss or of a term of one."""
    return not _OF_A_LOSS.isdisjoint(name.lower().split("_"))


def _reads_alike(statement: ast.stmt, name: str, function: syntax.Function) -> bool:
    """Whether a statement reads a name that gets its value by the same kind of expression."""
    read = syntax.loaded(statement)
    shapes: dict[str, list[list[type[ast.AST]]]] = {}
    for node in syntax.own_nodes(function.body):
        for target, value in syntax.assigned(node):
            if isinstance(target, ast.Name):
                shapes.setdefault(target.id, []).append(syntax.shape(value))
    own = shapes.get(name, [])
    return any(shape in own for other in read - {name} for shape in shapes.get(other, []))
