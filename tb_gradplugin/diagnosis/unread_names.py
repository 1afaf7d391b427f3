"""Results that get a name which nothing reads, and the line behind them that leaves them out.

That is the next one that goes on from what such a result was computed from, as in
`h2 = conv_2(h1)` and then `h3 = conv_3(h1)`; or else the one that makes up the loss.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Collection, Iterator, Sequence
from typing import NamedTuple

from tb_gradplugin.diagnosis import op_types, read_beside
from tb_gradplugin.diagnosis.case import Case
from tb_gradplugin.diagnosis.program import Node
from tb_gradplugin.diagnosis.text import (
    alike_names,
    gone_by,
    later_uses,
    loss_terms,
    overwritten,
    syntax,
    unread,
)
from tb_gradplugin.schema.findings import Location

_NUMBER = re.compile(r"\d+")

_SHORTEST = 3
"""Letters of a keyword, at least, by which a longer name stands for it."""


class LeftOut(NamedTuple):
    """Such a result.

    Attributes:
      name: that nothing reads.
      made: the line that gives it to the result.
      line: the one that leaves it out.
      is_older: whether that goes on from what the result was computed from.
      is_read: whether something that computes nothing reads the name all the same.
      beside: names of what the line takes of the results that are made beside it; empty where
        something else speaks for the line.
      comes_next: whether it is the next on the way, or the next that takes what is made alike.
    """

    name: str
    made: Location
    line: Location
    is_older: bool
    is_read: bool = False
    beside: tuple[str, ...] = ()
    comes_next: bool = False


def found(case: Case, last: Node, taken: Sequence[Node]) -> LeftOut | None:
    """The name that an op's result gets in vain, and the line that leaves it out.

    Args:
      case: the evaluation.
      last: an op whose result no op uses.
      taken: those that the loss depends on.

    Returns:
      None unless the line came behind the other in the same call of their function.
    """
    for made in last.locations:
        function = later_uses.function_at(made)
        own = next(overwritten.statements_at(function, made.line), None) if function else None
        if function is None or own is None:
            continue
        name = _unread_at(made, own[0], function)
        term = "" if name else _term_at(own[0])
        if not name and not term:
            continue
        around = [
            one
            for one in syntax.own_nodes(function.body)
            if isinstance(one, syntax.LOOPS) and syntax.spans(one, made.line)
        ]
        # Another turn of a loop has its own result; what comes behind the loop has the last.
        end = max(one.end_lineno or one.lineno for one in (own[0], *around))
        after = gone_by.lines_after(last, made, taken)
        line = _going_on(case, last, made, end, name, function, taken) if name else None
        is_older = line is not None
        beside, comes_next = None, None
        if name and line is None:
            beside = read_beside.found(last, made, name, function, taken)
            alone = beside.line if beside is not None else None
            line = loss_terms.made_up(function, name, end, after, alone)
            if line is None:
                comes_next = read_beside.of_alike(name, own[0], function, after)
                line = comes_next = comes_next or _next(function, made.line, after)
        elif term:
            # Others may read it, such as what logs it; the sum of the other terms does not.
            line = loss_terms.sum_of_others(function, term, end, after)
        if line is None:
            return None
        where = syntax.location(made.file, line, made.function)
        names = beside.names if beside is not None and beside.line == line else ()
        stands_next = comes_next is not None or not loss_terms.is_made_in(function, line)
        return LeftOut(name or term, made, where, is_older, bool(term), names, stands_next)
    return None


def _next(function: syntax.Function, line: int, ran: Collection[int]) -> int | None:
    """The next line that is on the way to the loss, or else the one that returns."""
    behind = overwritten.following(function, line)
    inside = [
        each
        for one in behind
        for each in sorted(
            later_uses.simple_statements([one, *syntax.own_nodes([one])]),
            key=lambda each: each.lineno,
        )
    ]
    taken = (one.lineno for one in inside if any(each in ran for each in syntax.lines(one)))
    returned = (one.lineno for one in behind if isinstance(one, ast.Return))
    return next(taken, None) or next(returned, None)


def _unread_at(made: Location, own: ast.stmt, function: syntax.Function) -> str:
    """The name, alone or beside others that are read, which nothing reads; empty without one."""
    alone = (unread.by_line(made) or {}).get("unread", "")
    if alone:
        return "" if "," in alone else alone
    target = own.targets[0] if isinstance(own, ast.Assign) and len(own.targets) == 1 else None
    if not isinstance(target, ast.Tuple) or unread.reads_all(function):
        return ""
    names = [one.id for one in target.elts if isinstance(one, ast.Name)]
    left = [one for one in names if one not in syntax.loaded(function)]
    return left[0] if len(left) == 1 and not left[0].startswith("_") and names[1:] else ""


def _term_at(own: ast.stmt) -> str:
    """The name of a term of a loss that a statement computes; empty for all else."""
    targets = syntax.targets(own) if isinstance(own, (ast.Assign, ast.AugAssign)) else []
    target = targets[0] if len(targets) == 1 else None
    is_term = isinstance(target, ast.Name) and loss_terms.is_of_loss(target.id)
    return target.id if is_term and isinstance(target, ast.Name) else ""


def _going_on(
    case: Case,
    last: Node,
    made: Location,
    end: int,
    name: str,
    function: syntax.Function,
    taken: Sequence[Node],
) -> int | None:
    """The next line that takes what a result was computed from, where it might take the result.

    Another head begins with the same as the one that goes on. So what the line takes has the shape
    of the result, or names tell that they stand for each other.
    """
    outer = last.locations[last.locations.index(made) + 1 :]
    sources = set(_sources(case, last, outer))
    for node in taken:
        place = gone_by.place_inside(node, outer) if node.index > last.index else None
        line = node.locations[place] if place is not None else made
        if line.line <= end or (line.file, line.function) != (made.file, made.function):
            continue
        older = [value for value in node.inputs if value in sources]
        if not older or node.op_type in op_types.VALUE_FREE:
            continue
        values = case.program.values
        own = next(overwritten.statements_at(function, line.line), None)
        shape = values[last.outputs[0]].shape if last.outputs else None
        has_shape = bool(shape) and any(values[value].shape == shape for value in older)
        if own is not None and (has_shape or _stand_for_each_other(name, own[0], function)):
            return line.line
        return None
    return None


def _sources(case: Case, last: Node, outer: Sequence[Location]) -> Iterator[int]:
    """Results that an op's own was computed from, as far as one call of a function had them."""
    values = case.program.values
    seen: set[int] = set()
    waiting = [last]
    while waiting:
        for value in waiting.pop().inputs:
            if value in seen:
                continue
            seen.add(value)
            maker = case.node_of(value)
            if maker is None:
                is_result = values[value].origin == "tensor"
            else:
                is_result = maker.op_type != "ReadVariableOp"
                if gone_by.place_inside(maker, outer) is not None:
                    waiting.append(maker)
            if is_result and op_types.carries_gradient(values[value].dtype):
                yield value


def _stand_for_each_other(name: str, statement: ast.stmt, function: syntax.Function) -> bool:
    """Whether a statement reads a name that may stand where another one should."""
    read = syntax.loaded(statement)
    stem = _NUMBER.sub("", name)
    if stem != name and any(_NUMBER.sub("", one) == stem for one in read):
        return True
    given = {
        node.value.id
        for node in syntax.own_nodes(function.body)
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Name)
        if any(syntax.is_name(target, name) for target in node.targets)
    }
    keywords = {
        one.arg
        for one in ast.walk(statement)
        if isinstance(one, ast.keyword) and one.arg and isinstance(one.value, ast.Name)
    }
    is_longer = any(alike_names.added(one, name) is not None for one in read)
    return (
        is_longer
        or bool(given & read)
        or any(len(one) >= _SHORTEST and name.startswith(one) for one in keywords)
    )
