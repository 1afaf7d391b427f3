"""Entries of a dict that are taken over from an older one, beside one that is computed anew.

As in `dict(mean=self.mean(x), spread=old["spread"])`, where `old` has a "mean" too.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Collection, Iterator, Sequence
from typing import NamedTuple

from tb_gradplugin.diagnosis.text import later_uses, left_out, syntax
from tb_gradplugin.schema.findings import Location

_ENTRY = re.compile(r"""(.+)\[(['"])(\w+)\2\]""")
"""How the program calls an entry: its container, and its key."""


class TakenOver(NamedTuple):
    """What was found.

    Attributes:
      line: which takes the entry over.
      key: of the entry.
      anew: the key of the one that is computed.
    """

    line: Location
    key: str
    anew: str


def found(
    name: str, used: Sequence[Location], others: Collection[str], ran: left_out.Ran
) -> TakenOver | None:
    """The line that takes an older entry over, in a function which an op that uses it came out of.

    Args:
      name: how the program calls the entry, such as `rows["old"]["spread"]`.
      used: lines of that op, innermost first.
      others: how it calls others of the same age, which the loss rests on too.
      ran: the lines that ran on the way to the loss.

    Returns:
      None unless the older dict has what is computed anew as well, and the new one is all made
      there, on lines that ran.
    """
    entry = _ENTRY.fullmatch(name)
    if entry is None:
        return None
    older = (_ENTRY.fullmatch(one) for one in others)
    beside = {one[3] for one in older if one is not None and one[1] == entry[1]} - {entry[3]}
    for line in used:
        function = later_uses.function_at(line)
        for entries in _dicts(function.body) if function is not None and beside else ():
            own = entries.get(entry[3])
            anew = [key for key in sorted(beside) if isinstance(entries.get(key), ast.Call)]
            if own is None or not anew or not _is_entry(own, entry[3]):
                continue
            if left_out.any_ran(syntax.lines(entries[anew[0]]), line.file, ran):
                place = syntax.location(line.file, own.lineno, line.function)
                return TakenOver(place, entry[3], anew[0])
    return None


def _dicts(body: Sequence[ast.stmt]) -> Iterator[dict[str, ast.expr]]:
    """What dicts that are made are given by known keys, and nothing else."""
    for node in syntax.own_nodes(body):
        if isinstance(node, ast.Dict):
            keys = [getattr(one, "value", None) for one in node.keys]
            if all(isinstance(one, str) for one in keys):
                yield dict(zip(map(str, keys), node.values, strict=True))
            continue
        if not isinstance(node, ast.Call) or not syntax.is_name(node.func, "dict") or node.args:
            continue
        if all(one.arg for one in node.keywords):
            yield {str(one.arg): one.value for one in node.keywords}


def _is_entry(value: ast.expr, key: str) -> bool:
    """Whether a value is the entry of another dict under the same key, as it is."""
    return isinstance(value, ast.Subscript) and getattr(value.slice, "value", None) == key
