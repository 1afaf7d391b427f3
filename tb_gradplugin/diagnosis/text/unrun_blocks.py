"""Blocks under an `if`, or of a loop, that did not run, and in which alone a result is read."""

from __future__ import annotations

import ast
import itertools
from collections.abc import Sequence

from tb_gradplugin.diagnosis import ends as ends_lib
from tb_gradplugin.diagnosis.program import Node
from tb_gradplugin.diagnosis.text import handed_on, later_uses, left_out, syntax
from tb_gradplugin.diagnosis.text.left_out import Ran
from tb_gradplugin.schema.findings import Location

Block = ast.If | ast.For | ast.AsyncFor | ast.While
_CONDITIONS = (ast.If, ast.For, ast.AsyncFor, ast.While)
_LEAVING = (ast.Return, ast.Break, ast.Continue)
_KEEPING = frozenset({"dict", "list", "tuple", "set", "zip", "enumerate", "len", "print", "str"})
"""Functions of Python's own that make no op of a tensor."""

_SEVERAL = (ast.List, ast.Tuple, ast.Dict)
_MAY_LEAVE_OUT = (*syntax.COMPREHENSIONS, ast.comprehension, ast.Lambda, ast.IfExp, ast.BoolOp)
"""Expressions that need not compute what stands in them."""


def reading(ends: Sequence[Node], ran: Ran) -> tuple[Location, Location] | None:
    """The line that begins a block which did not run, and the line whose result it alone reads.

    Args:
      ends: ops whose results no op uses.
      ran: lines that are known to have run, see `left_out.ran`.

    Returns:
      None unless all of the ops come to the same block by names that nothing else reads.
    """
    return ends_lib.of_all(ends, lambda node: _of_lines(node.locations, ran))


def _of_lines(made: Sequence[Location], ran: Ran) -> tuple[Location, Location] | None:
    for _, line, function in handed_on.outwards(made):
        block = _block(function, line, ran)
        if block is not None:
            return syntax.location(line.file, block.lineno, function.name), line
    return None


def uses(
    function: syntax.Function, made: Location, ran: Ran | None = None
) -> tuple[ast.Assign, list[list[ast.AST]]] | None:
    """The assignment of a line, and where else in its function the names that it gives stand.

    Args:
      function: that the line stands in.
      made: the line.
      ran: to leave out, of several names, those that were read; see `left_out.ran`.

    Returns:
      Each use as the nodes from the name up to those of the function; None where not all uses
      are seen.
    """
    own = syntax.own_nodes(function.body)
    given = [one for one in own if isinstance(one, ast.Assign) and syntax.spans(one, made.line)]
    targets = given[0].targets if len(given) == 1 else []
    # The value may name what a comprehension goes over; those names are no others' to read.
    names = {name for target in targets for name in later_uses.stored(target)}
    if not names or not all(isinstance(node, (ast.Name, ast.Tuple)) for node in targets):
        return None
    around = syntax.parents(function)
    names = names if ran is None else _perhaps_lost(function, names, made, ran)
    inside = {id(node) for node in ast.walk(given[0])}
    found = []
    for node in ast.walk(function):
        if isinstance(node, (ast.Global, ast.Nonlocal)):
            return None
        if not isinstance(node, ast.Name) or node.id not in {*names, *syntax.ALL_NAMES}:
            continue
        if node.id not in names:
            return None
        # What is given the name elsewhere may be what a block would read.
        if id(node) not in inside or not isinstance(node.ctx, ast.Store):
            found.append([node, *syntax.upwards(node, around, function)])
    return given[0], found


def _block(function: syntax.Function, made: Location, ran: Ran) -> Block | None:
    used = uses(function, made, ran)
    blocks: list[list[Block]] = []
    telling: list[tuple[Block, ast.stmt]] = []
    for chain in used[1] if used is not None else ():
        blocks.append(unrun_around(chain, made, ran))
        read = reading_statement(chain, blocks[-1][:1])
        if read is not None and computes(chain):
            telling.append((blocks[-1][0], read))
    for block, read in telling:
        if all(block in one for one in blocks):
            return None if may_be_left_before(function, made, block, read, ran) else block
    return None


def _perhaps_lost(function: syntax.Function, names: set[str], made: Location, ran: Ran) -> set[str]:
    """Those of several names, given a value together, that no line is known to have read."""
    around = syntax.parents(function)
    read: set[str] = set()
    used: set[str] = set()
    for node in ast.walk(function):
        if isinstance(node, ast.Name) and node.id in names and isinstance(node.ctx, ast.Load):
            read.add(node.id)
            is_of_form = syntax.asked_of(node, around) in syntax.OF_ITS_FORM
            if node.lineno > made.line and (made.file, node.lineno) in ran and not is_of_form:
                used.add(node.id)
    left = names - used
    # What is given a name that nothing reads may be lost there.
    return left if left and left <= read else names


def unrun_around(chain: Sequence[ast.AST], made: Location, ran: Ran) -> list[Block]:
    """The conditions around a node, innermost first, whose block with the node did not run."""
    found: list[Block] = []
    for inner, outer in itertools.pairwise(chain):
        if not isinstance(outer, _CONDITIONS) or syntax.spans(outer, made.line):
            continue
        branches = [outer.body, outer.orelse] if isinstance(outer, ast.If) else [outer.body]
        block = next((one for one in branches if inner in one), None)
        if block is None or outer.lineno < made.line:
            continue
        if not left_out.block_ran(block, made.file, ran):
            found.append(outer)
    return found


def reading_statement(chain: Sequence[ast.AST], block: Sequence[ast.AST]) -> ast.stmt | None:
    """The statement of a node, where it runs whenever its block does; None for every other."""
    statements = [one for one in chain if isinstance(one, ast.stmt)]
    for outer in statements[1:]:
        if outer in block:
            return statements[0]
        if not isinstance(outer, (ast.With, ast.AsyncWith)):
            return None
    return None


def computes(chain: Sequence[ast.AST]) -> bool:
    """Whether an op would be seen of the line that reads a name, were its block to run."""
    found = False
    for place, outer in enumerate(chain[1:], 1):
        inner = chain[place - 1]
        if isinstance(outer, ast.stmt):
            added = isinstance(outer, ast.AugAssign) and not isinstance(inner, _SEVERAL)
            return later_uses.is_simple(outer) and (found or added)
        if isinstance(outer, _MAY_LEAVE_OUT):
            return False
        if isinstance(outer, (ast.BinOp, ast.UnaryOp)):
            found = True
        elif isinstance(outer, ast.Call) and inner is not outer.func:
            name = syntax.last_name(outer.func)
            is_kept = isinstance(chain[place + 1], ast.Expr) or name in _KEEPING
            # Names of classes begin with a capital letter; to keep a tensor makes no op.
            found = found or not (is_kept or name[:1].isupper())
    return False


def may_leave_out(chain: Sequence[ast.AST]) -> bool:
    """Whether what a node stands in, up to its statement, need not come to the node."""
    statement = syntax.statement_of(chain)
    inner = chain[: list(chain).index(statement)]
    is_simple = later_uses.is_simple(statement)
    return not is_simple or any(isinstance(one, _MAY_LEAVE_OUT) for one in inner)


def may_be_left_before(
    function: syntax.Function,
    made: Location,
    block: Block,
    read: ast.stmt,
    ran: Ran,
) -> bool:
    """Whether the function, or a turn of a loop, may have ended before it came to a line."""
    leaving = leaving_lines(function)
    is_else = bool(block.orelse) and block.orelse[0].lineno <= read.lineno
    branch = block.orelse if is_else else block.body
    if any(branch[0].lineno <= line < read.lineno for line in leaving):
        return True
    if not any(made.line < line < block.lineno for line in leaving):
        return False
    return not ran_behind(function, made.file, block, ran)


def leaving_lines(function: syntax.Function) -> list[int]:
    """The lines on which a function, or a turn of a loop of it, ends before its last line."""
    own = syntax.own_nodes(function.body)
    return [one.lineno for one in own if isinstance(one, _LEAVING)]


def ran_behind(function: syntax.Function, file: str, block: ast.stmt, ran: Ran) -> bool:
    """Whether a line of a function behind one of its statements is known to have run."""
    behind = range((block.end_lineno or block.lineno) + 1, (function.end_lineno or 0) + 1)
    return left_out.any_ran(behind, file, ran)
