"""Results of a turn of a loop whose name the next turn gives another value, unread.

The same goes for an attribute of `self`, and for an entry with a known key.
"""

from __future__ import annotations

import ast
import itertools

from tb_gradplugin.diagnosis.text import later_uses, overwritten, slots, syntax, unrun_blocks
from tb_gradplugin.schema.findings import Location


def by_next_turn(made: Location) -> tuple[str, Location] | None:
    """The name that a line of a loop gives to what it computes, and the next turn another value.

    What reads it after the loop has that of the last turn.

    Returns:
      With the name, the line that gives it the other value before a line of the loop has read it;
      that may be the same line. None where there is no such name.
    """
    function, tree = later_uses.function_at(made), syntax.tree_of(made.file)
    if function is None or tree is None:
        return None
    loops = [
        node
        for node in ast.walk(function)
        if isinstance(node, syntax.LOOPS) and syntax.spans(node, made.line)
    ]
    for loop in loops[::-1]:
        own = list(overwritten.statements_at(loop, made.line))
        name = slots.only_given(own[0][0]) if own else ""
        if not name or overwritten.is_kept(name, function, tree):
            continue
        if overwritten.is_dropped(name, function, made.line):
            continue
        if slots.may_be_read_by_called(loop, name, function, tree):
            continue
        if loop is loops[-1] and len(slots.mentions(loop, name)) == 1:
            return name, made
        first = _made_anew(loop, name)
        after = itertools.chain.from_iterable(behind for _, behind in own)
        if first is not None and all(_leaves_alone(one, name) for one in after):
            is_same = syntax.spans(first, made.line)
            return name, made if is_same else syntax.location(
                made.file, first.lineno, made.function
            )
    return None


def added_behind(made: Location, name: str) -> Location | None:
    """The line behind a loop that adds to something what the last turn gave a name.

    As `total += loss`, or `losses.append(loss)`: in the loop, it would take that of each turn.

    Args:
      made: the line of the loop that gives the name its value.
      name: that one.
    """
    function = later_uses.function_at(made)
    around = list(overwritten.statements_at(function, made.line)) if function else []
    behind = [
        each[0]
        for statement, each in around
        if isinstance(statement, syntax.LOOPS) and each and name in syntax.loaded(each[0])
    ]
    for one in behind:
        is_filled = syntax.filled_by(one, ("append", "write")) is not None
        if is_filled or isinstance(one, ast.AugAssign):
            return syntax.location(made.file, one.lineno, made.function)
    return None


def _made_anew(loop: ast.For | ast.AsyncFor | ast.While, name: str) -> ast.stmt | None:
    """The statement of a loop that gives a name, in each turn, what it has not computed from it."""
    header = loop.test if isinstance(loop, ast.While) else loop.target
    first = next((one for one in loop.body if slots.mentions(one, name)), None)
    if slots.mentions(header, name) or first is None or len(slots.mentions(first, name)) > 1:
        return None
    return first if slots.only_given(first) == name else None


def _leaves_alone(statement: ast.stmt, name: str) -> bool:
    """Whether a result that no op uses still has its name behind a statement, and it alone.

    True as well for what only computes, under a condition, the next value of the name from that: a
    branch that ran would have made an op of the result.
    """
    if not slots.mentions(statement, name):
        return True
    if not isinstance(statement, ast.If) or slots.mentions(statement.test, name):
        return False
    branches = (*statement.body, *statement.orelse)
    return all(_leaves_alone(one, name) or _updates(one, name) for one in branches)


def _updates(statement: ast.stmt, name: str) -> bool:
    """Whether a statement surely computes with a name, and gives that name alone the result."""
    is_added = isinstance(statement, ast.AugAssign) and slots.text(statement.target) == name
    if not is_added and slots.only_given(statement) != name:
        return False
    around = syntax.parents(statement)
    chains = [
        [one, *syntax.upwards(one, around, statement), statement]
        for one in slots.mentions(statement, name)
    ]
    return any(
        unrun_blocks.computes(chain) and not unrun_blocks.may_leave_out(chain) for chain in chains
    )
