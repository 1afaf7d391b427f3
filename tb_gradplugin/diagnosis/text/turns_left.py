"""Turns of a loop that an `if` left before they came to what reads a result of the turn."""

from __future__ import annotations

import ast
import itertools
from collections.abc import Iterator, Sequence

from tb_gradplugin.diagnosis import ends as ends_lib
from tb_gradplugin.diagnosis.program import Node
from tb_gradplugin.diagnosis.text import gone_by, handed_on, left_out, syntax, unrun_blocks
from tb_gradplugin.diagnosis.text.left_out import Ran
from tb_gradplugin.schema.findings import Location

_LEAVING = (ast.Return, ast.Break, ast.Continue, ast.Raise)
_LEAVING_UNSEEN = (ast.Try, ast.Yield, ast.YieldFrom, ast.Await)
"""What a turn may end in, or skip lines by, on any line."""


def leaving(
    ends: Sequence[Node], nodes: Sequence[Node], ran: Ran
) -> tuple[Location, Location] | None:
    """The condition by which turns of a loop were left, and the line whose result they left unread.

    Args:
      ends: ops whose results no op uses.
      nodes: all that ran, in their order.
      ran: lines that are known to have run, see `left_out.ran`.

    Returns:
      None unless the turn of each op is known to have come to the same condition, and the result
      to be read where it does not leave, which never ran, and nowhere else that the turn came to.
    """
    return ends_lib.of_all(ends, lambda node: _of_op(node, nodes, ran))


def _of_op(last: Node, nodes: Sequence[Node], ran: Ran) -> tuple[Location, Location] | None:
    for place, line, function in handed_on.outwards(last.locations):
        used = unrun_blocks.uses(function, line)
        loop = _loop_of(function, used[0]) if used is not None else None
        if used is None or loop is None:
            continue
        given, uses = used
        seen = set(_lines_of_turn(last, place, nodes, loop, given))
        left_by = condition(loop, given, uses, seen, line.file, ran)
        if left_by is not None:
            return syntax.location(line.file, left_by.lineno, function.name), line
    return None


def may_leave_unseen(function: syntax.Function) -> bool:
    """Whether a function may go on, from any of its lines, with another than the next."""
    return any(isinstance(node, _LEAVING_UNSEEN) for node in ast.walk(function))


def _loop_of(function: syntax.Function, given: ast.stmt) -> ast.For | ast.While | None:
    """The loop in whose body a statement stands itself, so that each whole turn runs it."""
    if may_leave_unseen(function):
        return None
    for node in syntax.own_nodes(function.body):
        if isinstance(node, (ast.For, ast.While)) and given in node.body:
            return node
    return None


def _lines_of_turn(
    last: Node,
    place: int,
    nodes: Sequence[Node],
    loop: ast.For | ast.While,
    given: ast.stmt,
) -> Iterator[int]:
    """Lines of a loop, behind a statement of it, that ran in the same turn as an op."""
    outer = last.locations[place + 1 :]
    for node in nodes[last.index + 1 :]:
        depth = gone_by.place_inside(node, outer)
        if depth is None:
            return
        own = node.locations[depth]
        if own.file != last.locations[place].file or not syntax.spans(loop, own.line):
            return
        # At or before the statement it is the next turn, or may be.
        if own.line <= (given.end_lineno or given.lineno):
            return
        yield own.line


def condition(
    loop: ast.For | ast.While,
    given: ast.stmt,
    uses: Sequence[Sequence[ast.AST]],
    seen: set[int],
    file: str,
    ran: Ran,
) -> ast.If | None:
    """The `if` of a loop by which a turn was left before it came to what uses a result.

    Args:
      loop: of the turn.
      given: the statement that makes the result, or the loop itself.
      uses: of the result, each as the nodes from the use up to the loop, or further.
      seen: lines of the loop behind the statement that ran in the turn.
      file: of the loop.
      ran: lines that are known to have run, see `left_out.ran`.
    """
    if not all(
        loop in chain and syntax.statement_of(chain).lineno > given.lineno for chain in uses
    ):
        return None
    left = [chain for chain in uses if not _is_passed(chain, loop, seen)]
    around = syntax.parents(loop)
    leaving = [
        chain
        for node in syntax.own_nodes(loop.body)
        if isinstance(node, _LEAVING) and node.lineno > given.lineno
        if not _is_passed(chain := [node, *syntax.upwards(node, around, loop), loop], loop, seen)
    ]
    if not left or len(leaving) != 1:
        return None
    leave, left_by = leaving[0][:2]
    if not isinstance(left_by, ast.If) or not _was_reached(leaving[0][1:], loop, seen):
        return None
    staying = _staying(left_by, leave, leaving[0][2])
    for use in left:
        read = syntax.statement_of(use)
        if read not in staying or not unrun_blocks.computes(use):
            return None
    return None if _has_run(staying, file, ran) else left_by


def around(loop: ast.For, uses: Sequence[Sequence[ast.AST]], file: str, ran: Ran) -> ast.If | None:
    """The `if` of a loop in whose one branch, that no turn came to, all that uses a result stands.

    Args:
      loop: no turn of which may be left.
      uses: each as the nodes from the use up to the loop.
      file: of the loop.
      ran: see `condition`.
    """
    outer = uses[0][-2]
    if not isinstance(outer, ast.If) or any(use[-2] is not outer for use in uses):
        return None
    branch = syntax.block_of(uses[0][-3], outer)
    if not branch or any(use[-3] not in branch for use in uses) or _has_run(branch, file, ran):
        return None
    if any(isinstance(node, _LEAVING) for node in syntax.own_nodes(loop.body)):
        return None
    for use in uses:
        if unrun_blocks.reading_statement(use, [outer]) is None or not unrun_blocks.computes(use):
            return None
    return outer


def _staying(condition: ast.If, leave: ast.AST, outer: ast.AST) -> list[ast.stmt]:
    """What runs where a condition does not leave: its other branch, and what is behind it."""
    other = condition.orelse if leave in condition.body else condition.body
    block = syntax.block_of(condition, outer)
    return [*other, *block[block.index(condition) + 1 :]] if block else other


def _has_run(block: Sequence[ast.stmt], file: str, ran: Ran) -> bool:
    return any(left_out.any_ran(syntax.lines(one), file, ran) for one in block)


def _is_passed(chain: Sequence[ast.AST], loop: ast.stmt, seen: set[int]) -> bool:
    """Whether a turn is seen in another branch of a condition than that of a node."""
    for inner, outer in _up_to(chain, loop):
        if isinstance(outer, syntax.LOOPS):
            # An inner loop may come to both branches.
            return False
        if isinstance(outer, ast.If):
            other = outer.body if inner in outer.orelse else outer.orelse
            if inner in (*outer.body, *outer.orelse) and any(
                seen.intersection(syntax.lines(one)) for one in other
            ):
                return True
    return False


def _was_reached(chain: Sequence[ast.AST], loop: ast.stmt, seen: set[int]) -> bool:
    """Whether a turn is known to have come to a statement: by lines of each branch around it."""
    for inner, outer in _up_to(chain, loop):
        if outer is loop:
            return inner in getattr(loop, "body", ())
        if not isinstance(outer, ast.If):
            return False
        branch = outer.body if inner in outer.body else outer.orelse
        if not any(seen.intersection(syntax.lines(one)) for one in branch):
            return False
    return False


def _up_to(chain: Sequence[ast.AST], loop: ast.stmt) -> Iterator[tuple[ast.AST, ast.AST]]:
    for inner, outer in itertools.pairwise(chain):
        yield inner, outer
        if outer is loop:
            return
