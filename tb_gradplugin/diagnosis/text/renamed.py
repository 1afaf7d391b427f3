"""Parameters that a function reads only to give names a value which nothing reads afterwards."""

from __future__ import annotations

import ast
from collections.abc import Container, Iterator, Sequence
from typing import NamedTuple

from tb_gradplugin.diagnosis.text import overwritten, syntax

_HANDING_OUT = (ast.NamedExpr, ast.Yield, ast.YieldFrom, ast.Await)
"""Expressions that give a value to others than the name which stands before them."""

_MEANT = "_"
"""How a name begins to which a program gives what it says it does not use."""


class Renamed(NamedTuple):
    """The last name that a value gets, which nothing reads.

    Attributes:
      name: the name; it may be that of the parameter itself.
      line: the number of the line that gives it.
    """

    name: str
    line: int


def last_of(
    function: syntax.Function | ast.Lambda, parameter: str, modules: Container[str]
) -> Renamed | None:
    """The last name that what a parameter is given gets, where no line of a function reads it.

    A cast to the dtype that a tensor has already is no op, and neither is another name for it.

    Args:
      function: of the program.
      parameter: its name.
      modules: names that its file has from packages.

    Returns:
      None where something else is done with the value, with one of those names or in a way that
      cannot be seen, and where nothing has the name of the parameter at all.
    """
    if isinstance(function, ast.Lambda):
        return None
    following = _Following(parameter, modules)
    is_left = following.through(function.body) and following.last is not None
    return following.last if is_left and not following.is_read_inside(function) else None


class _Following:
    """What becomes of a value from line to line."""

    def __init__(self, parameter: str, modules: Container[str]):
        self.last: Renamed | None = None
        self._modules = modules
        self._names = {parameter}
        self._ever = {parameter}

    def through(self, block: Sequence[ast.stmt], is_certain: bool = True) -> bool:
        """Whether the lines of a block do no more with the value than to give it names.

        Args:
          block: lines that follow each other.
          is_certain: whether they run whatever happens, and only once.
        """
        return all(self._statement(one, is_certain) for one in block)

    def is_read_inside(self, function: syntax.Function) -> bool:
        """Whether functions inside of one may read one of the names, or all are read unseen."""
        if any(isinstance(node, (ast.Global, ast.Nonlocal)) for node in ast.walk(function)):
            return True
        return not overwritten.kept_by_others(function).isdisjoint(self._ever)

    def _statement(self, statement: ast.stmt, is_certain: bool) -> bool:
        if isinstance(statement, (ast.If, ast.With, *syntax.LOOPS)):
            return self._of_blocks(statement, is_certain)
        pairs = list(syntax.assigned(statement))
        if not pairs:
            return not self._reads(statement)
        of_it = [self._reads(value) for _, value in pairs]
        if any(of_it) and self._is_handed_out(statement):
            return False
        given = zip(pairs, of_it, strict=True)
        return all(self._given(target, is_of_it, is_certain) for (target, _), is_of_it in given)

    def _of_blocks(self, statement: ast.stmt, is_certain: bool) -> bool:
        """The same of an `if`, a `with` or a loop, of which one turn leaves names to the next."""
        is_once = is_certain and isinstance(statement, ast.With)
        count = 0
        while count != len(self._names):
            count = len(self._names)
            if any(self._reads(one) for one in _headers(statement)):
                return False
            blocks = [getattr(statement, "body", []), getattr(statement, "orelse", [])]
            if not all(self.through(one, is_once) for one in blocks):
                return False
            if is_once:
                break
        return True

    def _is_handed_out(self, statement: ast.stmt) -> bool:
        """Whether something in a statement may keep the value, as a method of an object may."""
        for node in ast.walk(statement):
            if isinstance(node, _HANDING_OUT):
                return True
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
                root = syntax.dotted(node.func).partition(".")[0]
                if root not in self._modules and root not in self._names:
                    return True
        return False

    def _given(self, target: ast.expr, is_of_it: bool, is_certain: bool) -> bool:
        """Whether a target that gets a value, maybe the one in question, keeps it from nobody."""
        parts = target.elts if isinstance(target, (ast.Tuple, ast.List)) else [target]
        names = [one.id for one in parts if isinstance(one, ast.Name)]
        if not is_of_it:
            if is_certain:
                self._names -= set(names)
            return not any(self._reads(one) for one in parts)
        if len(names) < len(parts) or any(one.startswith(_MEANT) for one in names):
            return False
        self._names.update(names)
        self._ever.update(names)
        self.last = Renamed(names[-1], target.lineno)
        return True

    def _reads(self, node: ast.AST) -> bool:
        return any(
            isinstance(one, ast.Name)
            and one.id in self._names
            and not isinstance(one.ctx, ast.Store)
            for one in _parts(node)
        )


def _headers(statement: ast.stmt) -> Iterator[ast.AST]:
    """What a statement that holds others has before them."""
    for field in ("test", "iter", "target", "items"):
        part = getattr(statement, field, None)
        yield from part if isinstance(part, list) else [part] if part is not None else []


def _parts(node: ast.AST) -> Iterator[ast.AST]:
    """The nodes in one, but for what is asked for its dtype alone."""
    waiting = [node]
    while waiting:
        one = waiting.pop()
        yield one
        if not (isinstance(one, ast.Attribute) and one.attr == "dtype"):
            waiting.extend(ast.iter_child_nodes(one))
