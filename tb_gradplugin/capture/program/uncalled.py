"""Functions that an evaluation did not come to, and the `if` that left out what calls them.

A condition in such a function was not evaluated, whatever stands under it.
"""

from __future__ import annotations

import ast
import itertools
from collections.abc import Collection, Iterator, Sequence
from typing import Any, NamedTuple

from tb_gradplugin.capture.observing import held_tensors
from tb_gradplugin.capture.program import reachable
from tb_gradplugin.capture.sources import file_owners, frames, source_trees
from tb_gradplugin.capture.sources.file_owners import Owner
from tb_gradplugin.diagnosis.text import later_uses, left_out, syntax
from tb_gradplugin.schema.findings import Location

_DEPTH = 6
"""Functions that call each other, at most, up to one that ran."""


class _Site(NamedTuple):
    """A call that would come to a function, or a use of a variable.

    Attributes:
      function: in which it stands.
      holder: the object whose method that is; None for another function.
      node: itself.
    """

    function: Any
    holder: Any
    node: ast.AST


class Uncalled:
    """What is known of the functions that ran, by the lines of the ops."""

    def __init__(self, reach: reachable.Reach, ran: Collection[tuple[str, int]]):
        self._reach, self._ran = reach, ran

    def left_out_by(self, use: reachable.Named, place: Location) -> Location | None:
        """The `if` of a function that ran whose other branch did, in place of that with a use.

        Args:
          use: of a variable, that stands under a condition.
          place: the line of that condition.

        Returns:
          That of the use itself; where its function did not run, that of all that calls it; None
          where no such condition is seen.
        """
        if self.has_run(use.function):
            found = next(filter(None, self._around(use)), None)
            if found is None and left_out.made_a_trip(place, self._ran):
                # Of a loop that ran for another object, this one may have taken the other branch.
                found = next(filter(None, self._around(use, is_shared=True)), None)
            return found
        if use.holder is None or use.owner != "self":
            return None
        above = list(self._above(use.function, use.holder, _DEPTH))
        return above[0] if above and None not in above else None

    def is_in_run(self, place: Location) -> bool:
        """Whether an op was seen of a line of the function that a line stands in."""
        function = later_uses.function_at(place)
        lines = syntax.lines(function) if function is not None else ()
        return left_out.any_ran(lines, place.file, self._ran)

    def has_run(self, function: Any) -> bool:
        """Whether an op was seen of a line of a function, or its text is not known."""
        tree = source_trees.of_function(function.__code__)
        return tree is None or self._is_among([tree], function)

    def _around(self, use: reachable.Named, is_shared: bool = False) -> Iterator[Location | None]:
        """For each node of a use, as `_condition`."""
        tree = source_trees.of_function(use.function.__code__)
        for node in ast.walk(tree) if tree is not None else ():
            if source_trees.is_use(node, use.owner, use.name):
                yield self._condition(_Site(use.function, use.holder, node), is_shared)

    def _is_among(self, statements: Sequence[ast.stmt], function: Any) -> bool:
        """Whether an op was seen of a line of one of the statements of a function."""
        file = next((one.file for one in frames.of_function(function)), "")
        return any(left_out.any_ran(syntax.lines(one), file, self._ran) for one in statements)

    def _above(self, function: Any, holder: Any, depth: int) -> Iterator[Location | None]:
        """For each call that would come to a method, the `if` that left it out.

        None where that is not known, as it may have run without any op.
        """
        sites = self._sites(function, holder)
        if not sites or not depth:
            yield None
            return
        for site in sites:
            if self.has_run(site.function):
                yield self._condition(site)
            elif site.holder is None:
                yield None
            else:
                yield from self._above(site.function, site.holder, depth - 1)

    def _condition(self, site: _Site, is_shared: bool = False) -> Location | None:
        """The innermost `if` whose branch with a node did not run, while the other one did.

        Args:
          site: of the node.
          is_shared: whether that branch may have run as well, for another object.
        """
        tree = source_trees.of_function(site.function.__code__)
        if tree is None:
            return None
        chain = [site.node, *syntax.upwards(site.node, syntax.parents(tree), tree), tree]
        for inner, outer in itertools.pairwise(chain):
            block = syntax.block_of(inner, outer)
            if block is None:
                continue
            at = block.index(inner)
            leaving = [one for one in block[:at] if isinstance(one, ast.If) and not one.orelse]
            for one in filter(syntax.always_leaves, leaving[::-1]):
                behind = block[block.index(one) + 1 :]
                if self._is_among(one.body, site.function):
                    is_other = not self._is_among(behind, site.function)
                    return self._line(site, one) if is_other else None
            if isinstance(outer, ast.If):
                other = outer.orelse if block is outer.body else outer.body
                if self._is_among(other, site.function):
                    is_other = is_shared or not self._is_among(block, site.function)
                    return self._line(site, outer) if is_other else None
        return None

    def _line(self, site: _Site, condition: ast.If) -> Location | None:
        return next(iter(frames.of_function(site.function, condition.lineno)), None)

    def _sites(self, method: Any, holder: Any) -> list[_Site]:
        """The calls of a method of an object; nothing where there may be others."""
        found: dict[tuple[int, int], _Site] = {}
        for named in self._reach.named:
            items = held_tensors.items_of(named.value) or ()
            is_own = named.holder is holder and named.owner == "self"
            is_it = named.value is holder
            is_in_it = not is_it and any(one is holder for one in items)
            tree = _tree(named.function) if is_own or is_it or is_in_it else None
            if tree is None:
                continue
            calls: list[ast.Call | None] = []
            around = syntax.parents(tree)
            for node in ast.walk(tree):
                if is_own and source_trees.is_use(node, "self", method.__name__):
                    calls.append(_called(node, around))
                if source_trees.is_use(node, named.owner, named.name):
                    calls += _calls(node, method.__name__, tree, around) if is_it else ()
                    calls += [None] if is_in_it else ()
            of = named.holder if named.owner == "self" else None
            for call in calls:
                if call is None:
                    return []
                found[id(named.function), id(call)] = _Site(named.function, of, call)
        return list(found.values())


def _tree(function: Any) -> syntax.Function | None:
    """The text of a function of the user's that does more than to make variables."""
    code = function.__code__
    is_of_user = file_owners.owner(code.co_filename) is Owner.USER
    is_building = code.co_name in syntax.BUILDING
    return source_trees.of_function(code) if is_of_user and not is_building else None


def _called(node: ast.AST, around: dict[int, ast.AST]) -> ast.Call | None:
    """The call of what a node reads; None where that goes elsewhere."""
    outer = around[id(node)]
    return outer if isinstance(outer, ast.Call) and outer.func is node else None


def _calls(
    node: ast.AST, method: str, tree: syntax.Function, around: dict[int, ast.AST]
) -> Iterator[ast.Call | None]:
    """The calls of a method of an object that a node reads; None for what may be one."""
    outer = around[id(node)]
    if isinstance(outer, ast.Call) and outer.func is node:
        yield from [outer] if method in syntax.OF_OBJECTS else []
    elif isinstance(outer, ast.Attribute):
        yield from [_called(outer, around)] if outer.attr == method else []
    elif not isinstance(outer, ast.Compare):
        statement = syntax.statement_of([*syntax.upwards(node, around, tree), tree])
        targets = [target for target, value in syntax.assigned(statement) if value is node]
        if not targets or not all(isinstance(one, ast.Name) for one in targets):
            yield None
        # The object has another name from there on.
        for name in (one.id for one in targets if isinstance(one, ast.Name)):
            for read in syntax.names_of(tree, name):
                if isinstance(read.ctx, ast.Load):
                    yield from _calls(read, method, tree, around)
