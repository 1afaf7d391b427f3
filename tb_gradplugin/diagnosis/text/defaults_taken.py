"""Calls that leave a parameter to its default, where nothing reads an attribute of its name."""

from __future__ import annotations

import ast
from typing import NamedTuple

from tb_gradplugin.diagnosis.text import left_out, not_passed, only_calls, syntax
from tb_gradplugin.schema.findings import Location


class DefaultTaken(NamedTuple):
    """Such a call.

    Attributes:
      function: that has the parameter.
      name: of the parameter, and of the attribute.
      line: of the call.
    """

    function: str
    name: str
    line: Location


def found(made: Location, attribute: str, ran: left_out.Ran) -> DefaultTaken | None:
    """The first call of a function of the file that takes its own default for an attribute.

    Args:
      made: the line that makes the attribute.
      attribute: as it stands there, such as `self.temperature`.
      ran: the lines that ran on the way to the loss.

    Returns:
      None also where a call that ran gives the function something.
    """
    tree, name = syntax.tree_of(made.file), attribute.rpartition(".")[2]
    if tree is None or name == attribute:
        return None
    for function in syntax.functions_in(tree):
        if name not in not_passed.optional(function.args) or function.name in syntax.BUILDING:
            continue
        calls = [
            node
            for node in ast.walk(tree)
            if isinstance(node, ast.Call) and syntax.last_name(node.func) == function.name
            if left_out.any_ran(syntax.lines(node), made.file, ran)
            if only_calls.may_be_of(node, function)
        ]
        if calls and all(not_passed.given_by(one, function, name) == "" for one in calls):
            line = min(one.lineno for one in calls)
            at = syntax.location(made.file, line, syntax.called_at(tree, line))
            return DefaultTaken(function.name, name, at)
    return None
