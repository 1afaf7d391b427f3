"""Results that get a name which nothing reads, and the line behind them that leaves them out.

That is the next one that goes on from what such a result was computed from, as in
`h2 = conv_2(h1)` and then `h3 = conv_3(h1)`; or else the one that makes up the loss.
"""

from __future__ import annotations

import ast
import itertools
import re
from collections.abc import Iterator, Sequence

from tb_gradplugin.diagnosis import named_results, op_types, read_beside
from tb_gradplugin.diagnosis.case import Case
from tb_gradplugin.diagnosis.named_results import LeftOut, Place
from tb_gradplugin.diagnosis.program import Node
from tb_gradplugin.diagnosis.text import (
    alike_names,
    gone_by,
    later_uses,
    loss_terms,
    overwritten,
    syntax,
)
from tb_gradplugin.schema.findings import Location

_NUMBER = re.compile(r"\d+")

_SHORTEST = 3
"""Letters of a keyword, at least, by which a longer name stands for it."""


def found(case: Case, last: Node, taken: Sequence[Node]) -> LeftOut | None:
    """The name that an op's result gets in vain, and the line that leaves it out.

    Args:
      case: the evaluation.
      last: an op whose result no op uses.
      taken: those that the loss depends on.

    Returns:
      None unless the line came behind the other in the same call of their function.
    """
    place = named_results.place(last, taken)
    if place is None:
        return None
    if not place.name:
        # Others may read it, such as what logs it; the sum of the other terms does not.
        line = loss_terms.sum_of_others(place.function, place.term, place.end, place.after)
        return None if line is None else place.left_out_by(line, is_older=False, is_read=True)
    line = _going_on(case, last, place, taken)
    if line is not None:
        return place.left_out_by(line, is_older=True)
    is_beside = read_beside.found(last, place.made, place.name, place.function, taken) is not None
    of_loss = (place.function, place.name, place.end, place.after)
    told = loss_terms.made_up(*of_loss, is_first_told=False)
    line = told or loss_terms.made_up(*of_loss, is_first_told=not is_beside)
    if line is None:
        return None
    is_next = not loss_terms.is_made_in(place.function, line)
    return place.left_out_by(line, is_older=False, comes_next=is_next, is_sure=told is not None)


def next_found(case: Case, last: Node, taken: Sequence[Node]) -> LeftOut | None:
    """The same where nothing tells more than what takes others like it, or comes next.

    Args:
      case: the evaluation.
      last: an op whose result no op uses.
      taken: those that the loss depends on.
    """
    place = named_results.place(last, taken)
    if place is None or not place.name:
        return None
    inner = named_results.only_returned(last, place, taken)
    line = None if inner is None else _going_on(case, last, inner, taken, by_shape_alone=True)
    if inner is not None and line is not None:
        # The caller drops one of several, and another head begins with the same as well.
        how = {"is_older": True, "is_read": True, "is_sure": False, "is_of_several": True}
        return inner.left_out_by(line, **how)
    beside = read_beside.found(last, place.made, place.name, place.function, taken)
    if beside is not None:
        return place.left_out_by(beside.line, is_older=False, beside=beside.names, is_sure=False)
    line = read_beside.of_alike(place.name, place.own, place.function, place.after)
    line = line or _next(case, place, last, taken)
    return (
        None
        if line is None
        else place.left_out_by(line, is_older=False, comes_next=True, is_sure=False)
    )


def _next(case: Case, place: Place, last: Node, taken: Sequence[Node]) -> int | None:
    """The next line on the way to the loss that reads a name alike, or computes from variables.

    Of a single number, one that has a number written as a factor; or else the next of all, or the
    one that returns.
    """
    behind = overwritten.following(place.function, place.made.line)
    inside = [
        each
        for one in behind
        for each in sorted(
            later_uses.simple_statements([one, *syntax.own_nodes([one])]),
            key=lambda each: each.lineno,
        )
        if any(line in place.after for line in syntax.lines(each))
    ]
    bits = case.downstream.bits
    of_variables = [one for one in taken if any(bits[value] for value in one.outputs)]
    learning = gone_by.lines_after(last, place.made, of_variables)
    shape = case.program.values[last.outputs[0]].shape if last.outputs else None
    reading = (one for one in inside if _reads_alike(one, place.name))
    scaling = (one for one in inside if shape == () and _has_factor(one))
    computing = (one for one in inside if any(line in learning for line in syntax.lines(one)))
    returned = (one for one in behind if isinstance(one, ast.Return))
    first = next(itertools.chain(reading, scaling, computing, inside, returned), None)
    return None if first is None else first.lineno


def _has_factor(statement: ast.stmt) -> bool:
    return any(
        isinstance(node, ast.BinOp)
        and isinstance(node.op, (ast.Mult, ast.Div))
        and any(
            isinstance(one, ast.Constant) and isinstance(one.value, float)
            for one in (node.left, node.right)
        )
        for node in ast.walk(statement)
    )


def _reads_alike(statement: ast.stmt, name: str) -> bool:
    """Whether a statement reads a name or an attribute that has one word more than a name."""
    nodes = (one for one in ast.walk(statement) if isinstance(one, (ast.Name, ast.Attribute)))
    read = (syntax.last_name(one) for one in nodes if isinstance(one.ctx, ast.Load))
    return any(alike_names.added(one, name) is not None for one in read)


def _going_on(
    case: Case, last: Node, place: Place, taken: Sequence[Node], by_shape_alone: bool = False
) -> int | None:
    """The next line that takes what a result was computed from, where it might take the result.

    Another head begins with the same as the one that goes on. So what the line takes has the shape
    of the result, or names tell that they stand for each other.
    """
    made, function = place.made, place.function
    outer = last.locations[last.locations.index(made) + 1 :]
    sources = set(_sources(case, last, outer))
    for node in taken:
        inside = gone_by.place_inside(node, outer) if node.index > last.index else None
        line = node.locations[inside] if inside is not None else made
        if line.line <= place.end or (line.file, line.function) != (made.file, made.function):
            continue
        older = [value for value in node.inputs if value in sources]
        if not older or node.op_type in op_types.VALUE_FREE:
            continue
        values = case.program.values
        own = next(overwritten.statements_at(function, line.line), None)
        shape = values[last.outputs[0]].shape if last.outputs else None
        has_shape = bool(shape) and any(values[value].shape == shape for value in older)
        if own is None or has_shape:
            return line.line if own is not None else None
        if not by_shape_alone and _stand_for_each_other(place.name, own[0], function):
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
