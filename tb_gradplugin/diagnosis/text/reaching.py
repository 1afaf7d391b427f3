"""Which of the lines that give a name its value may have been the last that ran.

A function, or a file, is followed statement by statement, as Python runs it: a line that gives the
name another value puts an end to what was given before, and where a condition decides, both ways
are followed unless it is known which of them was taken.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator, Sequence, Set

from tb_gradplugin.diagnosis.text import syntax

Given = tuple[int, ast.expr]
"""A line, and the expression that it gives a name."""

_TRIES = tuple(getattr(ast, name) for name in ("Try", "TryStar") if hasattr(ast, name))

_Came = Set[int] | None
"""Ids of the expressions that may hold at a place; None where no way leads there."""


def last(
    scope: ast.AST,
    given: Sequence[Given],
    holds: Callable[[ast.expr], bool | None],
    now: int | None = None,
) -> list[Given]:
    """Those that may hold where a function or file ends, or where it has come to.

    Args:
      scope: the function or file.
      given: all that it gives to one name; of `name += value`, the value.
      holds: whether a condition was true, or something to loop over not empty; None where that is
        not known.
      now: the line that is running; None of what has come to its end.

    Returns:
      In the order of the lines; of `name += value`, with the sum as the expression.
    """
    given = [one for one in given if now is None or one[0] <= now]
    flow = _Flow({id(value) for _, value in given}, holds, now)
    came = flow.block(getattr(scope, "body", []), frozenset())
    ends = flow.here if flow.here is not None else _either([came, *flow.left]) or frozenset()
    return [(line, flow.sums.get(id(value), value)) for line, value in given if id(value) in ends]


def that_may_have_run(
    scope: ast.AST, given: Sequence[Given], holds: Callable[[ast.expr], bool | None]
) -> list[Given]:
    """Those that stand in no branch of which it is known that it was not taken.

    Args:
      scope: the function or file.
      given: what it gives to a name, or puts into what has that name.
      holds: as for `last`.
    """
    flow = _Flow(frozenset(), holds, None)
    flow.block(getattr(scope, "body", []), frozenset())
    return [(line, value) for line, value in given if line in flow.lines]


class _Flow:
    """A walk through the statements of one scope.

    Attributes:
      here: what holds where the scope has come to; None before that is met.
      left: what held where it was left, by `return`.
      sums: of `name += value`, by the id of the value.
      lines: numbers of those of the statements that a way leads to.
    """

    def __init__(
        self, wanted: Set[int], holds: Callable[[ast.expr], bool | None], now: int | None
    ) -> None:
        self.here: Set[int] | None = None
        self.left: list[Set[int]] = []
        self.sums: dict[int, ast.expr] = {}
        self.lines: set[int] = set()
        self._wanted = wanted
        self._holds = holds
        self._now = now
        self._loops: list[list[Set[int]]] = []

    def block(self, statements: Sequence[ast.stmt], came: _Came) -> _Came:
        """What holds behind some statements, of what holds before them."""
        for statement in statements:
            if came is None or self.here is not None:
                break
            came = self._statement(statement, came)
        return came

    def _statement(self, node: ast.stmt, came: Set[int]) -> _Came:
        self.lines.update(_lines_of(node))
        before, came = came, self._given(node) or came
        if isinstance(node, ast.If):
            return self._if(node, came)
        if isinstance(node, syntax.LOOPS):
            return self._loop(node, came)
        if isinstance(node, _TRIES):
            return self._try(node, came)
        if isinstance(node, (ast.With, ast.AsyncWith)):
            return self.block(node.body, came)
        if isinstance(node, ast.Match):
            return _either([came, *(self.block(case.body, came) for case in node.cases)])
        if self._is_in([node]) and not isinstance(node, syntax.DEFINITIONS):
            self.here = before
        if isinstance(node, ast.Return):
            self.left.append(came)
        elif isinstance(node, ast.Break | ast.Continue) and self._loops:
            self._loops[-1].append(came)
        leaving = (ast.Return, ast.Raise, ast.Break, ast.Continue)
        return None if isinstance(node, leaving) else came

    def _if(self, node: ast.If, came: Set[int]) -> _Came:
        taken = self._holds(node.test)
        for block, is_taken in ((node.body, True), (node.orelse, False)):
            if self._is_in(block):
                taken = is_taken
        ways = []
        if taken is not False:
            ways.append(self.block(node.body, came))
        if taken is not True:
            ways.append(self.block(node.orelse, came))
        return _either(ways)

    def _loop(self, node: ast.For | ast.AsyncFor | ast.While, came: Set[int]) -> _Came:
        test = node.test if isinstance(node, ast.While) else node.iter
        runs = self._holds(test)
        own = frozenset() if isinstance(node, ast.While) else self._own([node.iter])
        if (runs is False and not own) or self._is_in(node.orelse):
            return self.block(node.orelse, came)
        self._loops.append([])
        # What a turn gives, the next one may begin with; but the first of all is told of as now.
        out = _either([self.block(node.body, own or came), *self._loops.pop()])
        if runs is True or own:
            return out
        return self.block(node.orelse, _either([came, out]))

    def _try(self, node: ast.Try, came: Set[int]) -> _Came:
        inside = self._own(ast.walk(ast.Module(body=node.body, type_ignores=[])))
        body = self.block([*node.body, *node.orelse], came)
        ways = [body]
        ways += [self.block(handler.body, came | inside) for handler in node.handlers]
        out = _either(ways)
        return self.block(node.finalbody, out)

    def _given(self, node: ast.stmt) -> Set[int]:
        """What a statement gives the name, itself and not in what stands in it."""
        if isinstance(node, ast.AugAssign):
            if id(node.value) in self._wanted:
                target = ast.copy_location(ast.Name(syntax.dotted(node.target)), node)
                total = ast.BinOp(target, node.op, node.value)
                self.sums[id(node.value)] = ast.copy_location(total, node)
            return self._own([node.value])
        own = self._own(value for _, value in syntax.assigned(node))
        heads = [one for one in ast.iter_child_nodes(node) if isinstance(one, ast.expr)]
        named = (one for head in heads for one in ast.walk(head))
        return own or self._own(one.value for one in named if isinstance(one, ast.NamedExpr))

    def _own(self, values: Iterator[ast.AST] | Sequence[ast.AST]) -> Set[int]:
        return frozenset(id(value) for value in values) & self._wanted

    def _is_in(self, block: Sequence[ast.stmt]) -> bool:
        """Whether the line that is running stands in a block."""
        now = self._now
        return now is not None and any(syntax.spans(one, now) for one in block)


def _lines_of(node: ast.stmt) -> range:
    """The lines of a statement, without those of what stands in it."""
    body = getattr(node, "body", None)
    return range(node.lineno, body[0].lineno) if body else syntax.lines(node)


def _either(ways: Sequence[_Came]) -> _Came:
    """What may hold where several ways meet."""
    every = [each for each in ways if each is not None]
    return frozenset().union(*every) if every else None
