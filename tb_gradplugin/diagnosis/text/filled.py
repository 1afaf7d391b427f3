"""Whether what a loop goes over has an element, as far as the lines of a program tell."""

from __future__ import annotations

import ast
import dataclasses
from collections.abc import Collection
from typing import NamedTuple

from tb_gradplugin.diagnosis.program import Program
from tb_gradplugin.diagnosis.text import syntax, zipped

_MOST_STEPS = 4
"""Names, at most, that stand for each other."""

_SEQUENCES = ("list", "tuple")


class Scope(NamedTuple):
    """A function of a file, and the evaluation in which it ran."""

    function: syntax.Function
    file: str
    program: Program


def over(loop: ast.For, holding: Collection[str], scope: Scope) -> bool:
    """Whether a loop surely begins a turn, by what it goes over.

    Args:
      loop: of the program.
      holding: names of what is known to hold something.
      scope: where it stands.
    """
    given = zipped.without_count(loop.iter)
    is_zip = isinstance(given, ast.Call) and syntax.is_name(given.func, "zip")
    every = given.args if is_zip and isinstance(given, ast.Call) else [given]
    looking = _Looking(given.lineno, holding, scope)
    return bool(every) and all(
        looking.has_one(zipped.without_count(one), _MOST_STEPS) for one in every
    )


def kept_in(value: ast.expr) -> list[ast.Name]:
    """The names whose value an expression is, as it is or in a list or tuple of its own.

    Returns:
      Nothing where it is, or may be, something else.
    """
    if isinstance(value, ast.Name):
        return [value]
    if isinstance(value, ast.IfExp) and _asks_type(value.test):
        either = kept_in(value.body), kept_in(value.orelse)
        return [*either[0], *either[1]] if all(either) else []
    if isinstance(value, (ast.List, ast.Tuple)) and len(value.elts) == 1:
        return kept_in(value.elts[0])
    return kept_in(value.args[0]) if isinstance(value, ast.Call) and _lists(value) else []


def _asks_type(test: ast.expr) -> bool:
    inner = test.operand if isinstance(test, ast.UnaryOp) else test
    return isinstance(inner, ast.Call) and syntax.is_name(inner.func, "isinstance")


def _lists(call: ast.Call) -> bool:
    """Whether a call makes a list of what a structure holds, without computing with that."""
    if len(call.args) != 1 or isinstance(call.args[0], ast.Starred) or call.keywords:
        return False
    is_plain = isinstance(call.func, ast.Name) and call.func.id in _SEQUENCES
    return is_plain or _flattens(call)


def _flattens(call: ast.Call) -> bool:
    """Whether it is `tf.nest.flatten` or its like, which gives one element of a single thing."""
    parts = syntax.dotted(call.func).split(".")
    return len(parts) > 1 and parts[-1] == "flatten" and parts[-2] in ("nest", "tree")


@dataclasses.dataclass(frozen=True)
class _Looking:
    """Looks at the lines up to one that goes over something."""

    line: int
    holding: Collection[str]
    scope: Scope

    def has_one(self, given: ast.expr, most: int) -> bool:
        """Whether what an expression makes has an element, by as many names at most."""
        if isinstance(given, ast.IfExp):
            return self.has_one(given.body, most) and self.has_one(given.orelse, most)
        if isinstance(given, ast.Call) and _flattens(given):
            return bool(given.args) and not syntax.makes_empty(given.args[0])
        if isinstance(given, ast.Call) and _lists(given):
            return self.has_one(given.args[0], most)
        if (repeated := _repeated_for(given)) is not None:
            return self.has_one(repeated, most)
        if isinstance(given, ast.Name):
            value = self._only_value(given.id)
            if given.id in self.holding or (value and most and self.has_one(value, most - 1)):
                return True
        function, file, program = self.scope
        place = syntax.location(file, self.line, function.name)
        return bool(zipped.length(given, function, place, program))

    def _only_value(self, name: str) -> ast.expr | None:
        """What a name is given, whatever happens, before the line and nowhere else."""
        stores = [
            one
            for one in syntax.names_of(self.scope.function, name)
            if not isinstance(one.ctx, ast.Load)
        ]
        pairs = (pair for one in self.scope.function.body for pair in syntax.assigned(one))
        own = [value for target, value in pairs if [target] == stores and target.lineno < self.line]
        return own[0] if own else None


def _repeated_for(product: ast.expr) -> ast.expr | None:
    """The thing for each element of which something is repeated: `[None] * len(outputs)`."""
    if not isinstance(product, ast.BinOp) or not isinstance(product.op, ast.Mult):
        return None
    several, count = product.left, product.right
    is_filled = isinstance(several, (ast.List, ast.Tuple)) and bool(several.elts)
    if not is_filled or not isinstance(count, ast.Call) or len(count.args) != 1:
        return None
    return count.args[0] if syntax.is_name(count.func, "len") else None
