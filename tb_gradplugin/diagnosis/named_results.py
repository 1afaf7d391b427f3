"""Results of a function that get a name which nothing reads, or that of a term of the loss."""

from __future__ import annotations

import ast
from collections.abc import Sequence
from typing import Any, NamedTuple

from tb_gradplugin.diagnosis.program import Node
from tb_gradplugin.diagnosis.text import (
    gone_by,
    later_uses,
    loss_terms,
    overwritten,
    slots,
    syntax,
    unread,
)
from tb_gradplugin.schema.findings import Location


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
      is_sure: whether names, or what it was computed from, tell of the line.
      is_of_several: whether its line gives several names, of which a program may need some alone,
        or an attribute.
    """

    name: str
    made: Location
    line: Location
    is_older: bool
    is_read: bool = False
    beside: tuple[str, ...] = ()
    comes_next: bool = False
    is_sure: bool = True
    is_of_several: bool = False

    @property
    def is_slip(self) -> bool:
        """Whether it looks like a mistake, whatever other steps of the program take."""
        return self.is_sure or not self.is_of_several


class Place(NamedTuple):
    """Where a result gets such a name, or that of a term of the loss.

    Attributes:
      made: the line.
      function: in which it stands.
      own: its statement.
      name: that nothing reads; empty of a term which something reads.
      term: of the loss, which something reads all the same; empty of all else.
      end: the last line of the statement, or of the loops around it.
      after: lines of the function that ran behind it on the way to the loss.
    """

    made: Location
    function: syntax.Function
    own: ast.stmt
    name: str
    term: str
    end: int
    after: set[int]

    def left_out_by(self, line: int, **how: Any) -> LeftOut:
        """The result, left out by a line of the function."""
        made, where = (
            syntax.location(self.made.file, one, self.made.function)
            for one in (self.own.lineno, line)
        )
        if syntax.spans(self.own, self.made.line):
            made = self.made
        # An attribute may be read by whoever has the object.
        is_tuple = any(isinstance(one, ast.Tuple) for one in syntax.targets(self.own))
        is_of_several = is_tuple or "." in self.name
        how = {"is_of_several": is_of_several, **how}
        return LeftOut(self.name or self.term, made, where, **how)


def place(last: Node, taken: Sequence[Node]) -> Place | None:
    """The innermost of the places where the result of an op gets such a name."""
    for made in last.locations:
        function = later_uses.function_at(made)
        own = next(overwritten.statements_at(function, made.line), None) if function else None
        if function is None or own is None:
            continue
        name = _unread_at(made, own[0], function)
        statement = own[0]
        if not name:
            name, statement = _listed_in_vain(made, own[0], function)
        term = "" if name else _term_at(own[0])
        if not name and not term:
            continue
        around = [
            one
            for one in syntax.own_nodes(function.body)
            if isinstance(one, syntax.LOOPS) and syntax.spans(one, made.line)
        ]
        # Another turn of a loop has its own result; what comes behind the loop has the last.
        end = max(one.end_lineno or one.lineno for one in (statement, *around))
        after = gone_by.lines_after(last, made, taken)
        return Place(made, function, statement, name, term, end, after)
    return None


def only_returned(last: Node, outer: Place, taken: Sequence[Node]) -> Place | None:
    """Where a function that hands the result out gives it a name, which nothing reads but that.

    As in `w = self.mapping(z)` and `return self.synthesis(z), w`, where the caller drops `w`.

    Returns:
      None also where another function of the caller's file reads what the same call gives it there.
    """
    if _is_read_by_another(outer):
        return None
    for made in last.locations[: last.locations.index(outer.made)]:
        function = later_uses.function_at(made)
        own = next(overwritten.statements_at(function, made.line), None) if function else None
        name = slots.only_given(own[0]) if own is not None else ""
        if function is None or own is None or not name.isidentifier():
            continue
        reading = [one for one in own[1] if name in syntax.loaded(one)]
        if reading and all(isinstance(one, ast.Return) for one in reading):
            end = own[0].end_lineno or own[0].lineno
            after = gone_by.lines_after(last, made, taken)
            return Place(made, function, own[0], name, "", end, after)
    return None


def _is_read_by_another(outer: Place) -> bool:
    """Whether what one function takes apart and drops is read where another one does the same."""
    tree = syntax.tree_of(outer.made.file)
    own = _taken_apart(outer.own)
    if tree is None or own is None or outer.name not in own[1]:
        return False
    at = own[1].index(outer.name)
    others = [one for one in syntax.functions_in(tree) if one is not outer.function]
    return any(
        each[1][at] in syntax.loaded(function)
        for function in others
        for each in filter(None, map(_taken_apart, syntax.own_nodes(function.body)))
        if each[0] == own[0] and len(each[1]) == len(own[1])
    )


def _taken_apart(node: ast.AST) -> tuple[str, list[str]] | None:
    """The last name of what is called, and the names that get the parts of what it gives."""
    if not isinstance(node, ast.Assign) or not isinstance(node.value, ast.Call):
        return None
    target = node.targets[0]
    if not isinstance(target, ast.Tuple):
        return None
    return syntax.last_name(node.value.func), [syntax.dotted(one) for one in target.elts]


def _unread_at(made: Location, own: ast.stmt, function: syntax.Function) -> str:
    """The name, alone or beside others that are read, which nothing reads; empty without one."""
    alone = (unread.by_line(made) or {}).get("unread", "")
    if alone:
        return "" if "," in alone else alone
    target = own.targets[0] if isinstance(own, ast.Assign) and len(own.targets) == 1 else None
    if unread.reads_all(function):
        return ""
    if not isinstance(target, ast.Tuple):
        return _last_of_its_name(made, own, function)
    names = [one.id for one in target.elts if isinstance(one, ast.Name)]
    left = [one for one in names if one not in syntax.loaded(function)]
    return left[0] if len(left) == 1 and not left[0].startswith("_") and names[1:] else ""


def _listed_in_vain(
    made: Location, own: ast.stmt, function: syntax.Function
) -> tuple[str, ast.stmt]:
    """The list, and the statement that makes it, into which a result goes and which nothing reads.

    As in `states = [h, c]`; an empty name where it goes elsewhere.
    """
    name = slots.only_given(own)
    reads = [one for one in syntax.names_of(function, name) if isinstance(one.ctx, ast.Load)]
    listing = [
        one
        for one in overwritten.following(function, made.line)
        if isinstance(one, ast.Assign) and isinstance(one.value, (ast.List, ast.Tuple, ast.Dict))
        if name in syntax.loaded(one)
    ]
    if len(reads) != 1 or len(listing) != 1 or syntax.computes(listing[0].value):
        return "", own
    line = syntax.location(made.file, listing[0].lineno, made.function)
    return _unread_at(line, listing[0], function), listing[0]


def _unread_attribute(made: Location, name: str) -> str:
    """The attribute of `self` that a statement sets, if no line of the file reads such a one."""
    owner, _, plain = name.rpartition(".")
    tree = syntax.tree_of(made.file)
    if owner != "self" or tree is None:
        return ""
    hidden = {"getattr", "vars", "__dict__"}
    for node in ast.walk(tree):
        if isinstance(node, ast.Name) and node.id in hidden:
            return ""
        is_it = isinstance(node, ast.Attribute) and node.attr in {plain, "__dict__"}
        if is_it and not isinstance(getattr(node, "ctx", None), ast.Store):
            return ""
    return name


def _last_of_its_name(made: Location, own: ast.stmt, function: syntax.Function) -> str:
    """The name, if nothing behind the statement has it, though what comes before may."""
    if isinstance(own, ast.AugAssign):
        name = syntax.dotted(own.target) if unread.is_of_function(own, function) else ""
    else:
        name = slots.only_given(own)
    if "." in name:
        return _unread_attribute(made, name)
    if not name.isidentifier() or name.startswith("_"):
        return ""
    # The next turn may read it, and so may an inner function, whenever that is called.
    may_read = [
        one
        for one in ast.walk(function)
        if (isinstance(one, syntax.LOOPS) and syntax.spans(one, made.line))
        or (isinstance(one, (*syntax.FUNCTIONS, ast.Lambda)) and one is not function)
    ]
    behind = overwritten.following(function, made.line)
    is_left = not any(syntax.names_of(one, name) for one in (*behind, *may_read))
    return name if is_left else ""


def _term_at(own: ast.stmt) -> str:
    """The name of a term of a loss that a statement computes; empty for all else."""
    targets = syntax.targets(own) if isinstance(own, (ast.Assign, ast.AugAssign)) else []
    target = targets[0] if len(targets) == 1 else None
    is_term = isinstance(target, ast.Name) and loss_terms.is_of_loss(target.id)
    return target.id if is_term and isinstance(target, ast.Name) else ""
