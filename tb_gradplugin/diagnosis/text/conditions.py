"""Whether a condition of the program holds, by what is known of the names in it.

No line of the program runs for that: only plain values are compared, and nothing is called.
"""

from __future__ import annotations

import ast
import operator
from collections.abc import Callable, Sequence
from typing import Any

UNKNOWN: Any = object()
"""In place of a value that is not known."""

Value = Callable[[ast.expr], Any]
"""What a name, an attribute or an entry is at the place of the condition, or `UNKNOWN`."""

_PLAIN = (type(None), bool, int, float, str, bytes)

_SEQUENCES = (tuple, frozenset, range)
"""Types of what cannot have had another content before."""

_DISPLAYS = (ast.Tuple, ast.List, ast.Set)

_COMPARING: dict[type[ast.cmpop], Callable[[Any, Any], bool]] = {
    ast.Eq: operator.eq,
    ast.NotEq: operator.ne,
    ast.Lt: operator.lt,
    ast.LtE: operator.le,
    ast.Gt: operator.gt,
    ast.GtE: operator.ge,
    ast.In: lambda one, other: one in other,
    ast.NotIn: lambda one, other: one not in other,
}

_IDENTITY = (ast.Is, ast.IsNot)

_MOST = 1000
"""Entries of what is compared, or looked into, at most."""


def holds(test: ast.expr, value: Value) -> bool | None:
    """Whether a condition is true, or what is looped over not empty; None where not known.

    Args:
      test: the condition.
      value: tells what the names in it are.
    """
    if isinstance(test, ast.BoolOp):
        return _any_or_all([holds(one, value) for one in test.values], test.op)
    if isinstance(test, ast.UnaryOp) and isinstance(test.op, ast.Not):
        inner = holds(test.operand, value)
        return None if inner is None else not inner
    if isinstance(test, ast.Compare):
        return _compared(test, value)
    one = of(test, value)
    return bool(one) if is_plain(one) else None


def of(node: ast.expr, value: Value) -> Any:
    """The plain value of an expression; `UNKNOWN` where it is not known, or not plain."""
    if isinstance(node, ast.Constant):
        return node.value
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
        number = of(node.operand, value)
        return -number if type(number) in (int, float) else UNKNOWN
    if isinstance(node, _DISPLAYS):
        parts = tuple(of(one, value) for one in node.elts)
        return parts if is_plain(parts) else UNKNOWN
    if isinstance(node, ast.Call):
        return _range(node, value)
    if isinstance(node, (ast.Name, ast.Attribute, ast.Subscript)):
        return value(node)
    return UNKNOWN


def is_plain(one: Any) -> bool:
    """Whether it is of a type of Python's own whose comparison runs nothing of the program's."""
    if type(one) is range:
        return True
    if type(one) in _SEQUENCES:
        return len(one) <= _MOST and all(map(is_plain, one))
    return type(one) in _PLAIN


def _any_or_all(parts: Sequence[bool | None], how: ast.boolop) -> bool | None:
    deciding = isinstance(how, ast.Or)
    if deciding in parts:
        return deciding
    return None if None in parts else not deciding


def _compared(test: ast.Compare, value: Value) -> bool | None:
    known: list[bool | None] = []
    left = test.left
    for how, right in zip(test.ops, test.comparators, strict=True):
        known.append(_pair(of(left, value), how, of(right, value)))
        left = right
    return _any_or_all(known, ast.And())


def _pair(one: Any, how: ast.cmpop, other: Any) -> bool | None:
    if one is UNKNOWN or other is UNKNOWN:
        return None
    if isinstance(how, _IDENTITY):
        # Of equal numbers and texts it depends on Python whether they are one object.
        if one is not other and is_plain(one) and is_plain(other) and one == other:
            return None
        return (one is other) == isinstance(how, ast.Is)
    if not is_plain(one) or not is_plain(other):
        return None
    try:
        return bool(_COMPARING[type(how)](one, other))
    except TypeError:  # Such as of a text and a number, where the program would have ended.
        return None


def _range(call: ast.Call, value: Value) -> Any:
    """The numbers of `range`, which alone of all that may be called is known to do nothing else."""
    is_range = isinstance(call.func, ast.Name) and call.func.id == "range"
    numbers = [of(one, value) for one in call.args] if is_range and not call.keywords else []
    is_known = 1 <= len(numbers) <= 3 and all(type(one) is int for one in numbers)
    if not is_known or (len(numbers) == 3 and not numbers[2]):
        return UNKNOWN
    return range(*numbers)
