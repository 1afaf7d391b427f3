"""Chains of `if` and `elif` that read a result only in branches which did not run."""

from __future__ import annotations

import ast
import itertools
from collections.abc import Sequence
from typing import NamedTuple

from tb_gradplugin.diagnosis import ends as ends_lib
from tb_gradplugin.diagnosis.program import Node
from tb_gradplugin.diagnosis.text import handed_on, left_out, syntax, unrun_blocks
from tb_gradplugin.diagnosis.text.left_out import Ran
from tb_gradplugin.schema.findings import Location


class Passed(NamedTuple):
    """A chain that passed by the branches which read a result."""

    line: Location
    """The condition of the branch that was taken; where none is seen, of the first that reads."""

    made: Location
    """The line whose result the branches read."""

    is_taken: bool


class _Branch(NamedTuple):
    condition: ast.If | None
    """None of an `else`, which has no condition of its own."""

    body: list[ast.stmt]

    def ran(self, file: str, ran: Ran) -> bool:
        return left_out.block_ran(self.body, file, ran)


def passed(ends: Sequence[Node], ran: Ran) -> Passed | None:
    """The chain in whose branches alone the results of ops are read, and that took none of these.

    Args:
      ends: ops whose results no op uses.
      ran: lines that are known to have run, see `left_out.ran`.

    Returns:
      None unless all of the ops come to the same chain, which has an `elif`; and where a single
      branch reads the results and none is seen that was taken.
    """
    return ends_lib.of_all(ends, lambda node: _of_lines(node.locations, ran))


def _of_lines(made: Sequence[Location], ran: Ran) -> Passed | None:
    found = (_in_function(function, line, ran) for _, line, function in handed_on.outwards(made))
    return next((one for one in found if one is not None), None)


def _in_function(function: syntax.Function, made: Location, ran: Ran) -> Passed | None:
    used = unrun_blocks.uses(function, made)
    uses = used[1] if used is not None else []
    around = [_chains(chain) for chain in uses]
    for head in around[0] if around else ():
        if all(head in one for one in around) and head.lineno > made.line:
            return _of_chain(function, head, uses, made, ran)
    return None


def _of_chain(
    function: syntax.Function,
    head: ast.If,
    uses: Sequence[Sequence[ast.AST]],
    made: Location,
    ran: Ran,
) -> Passed | None:
    branches = _branches(head)
    told: dict[int, bool] = {}
    leaving = unrun_blocks.leaving_lines(function)
    for chain in uses:
        place = next((i for i, one in enumerate(branches) if any(n in one.body for n in chain)), -1)
        if place < 0 or branches[place].ran(made.file, ran):
            return None
        first = branches[place].body[0].lineno
        read = syntax.statement_of(chain)
        if any(first <= line < read.lineno for line in leaving):
            return None
        is_sure = read in branches[place].body and unrun_blocks.computes(chain)
        told[place] = told.get(place, False) or is_sure
    # Of a branch whose reads make no op it is not known that it did not run.
    if not all(told.values()):
        return None
    taken = [one for one in branches if one.ran(made.file, ran)]
    may_be_left = any(made.line < line < head.lineno for line in leaving)
    if may_be_left and not (taken or unrun_blocks.ran_behind(function, made.file, head, ran)):
        return None
    conditions = [one.condition for one in branches if one.condition is not None]
    if len(conditions) < 2:
        return None
    instead = taken[0].condition if len(taken) == 1 else None
    if instead is None and len(told) < 2:
        return None
    # An `else` that reads has the last condition.
    condition = instead or conditions[min(*told, len(conditions) - 1)]
    line = syntax.location(made.file, condition.lineno, function.name)
    return Passed(line, made, instead is not None)


def _chains(chain: Sequence[ast.AST]) -> list[ast.If]:
    """The first conditions of the chains around a node, the innermost chain first."""
    found = []
    for inner, outer in itertools.pairwise([*chain, None]):
        is_elif = isinstance(outer, ast.If) and outer.orelse == [inner]
        if isinstance(inner, ast.If) and not is_elif:
            found.append(inner)
    return found


def _branches(head: ast.If) -> list[_Branch]:
    found = [_Branch(head, head.body)]
    rest = head.orelse
    while len(rest) == 1 and isinstance(rest[0], ast.If):
        found.append(_Branch(rest[0], rest[0].body))
        rest = rest[0].orelse
    return [*found, _Branch(None, rest)] if rest else found
