"""Where the program's lines name a variable that no op has read: its uses, or where it is made."""

from __future__ import annotations

import ast
import dataclasses
import functools
from collections.abc import Callable, Iterator, Sequence
from types import FunctionType
from typing import Any

from tensorflow.python.framework import ops

from tb_gradplugin.capture.program import (
    class_texts,
    filled_lists,
    naming_lines,
    passed_over,
    reachable,
)
from tb_gradplugin.capture.sources import file_owners, frames, source_trees
from tb_gradplugin.capture.sources.file_owners import Owner
from tb_gradplugin.capture.unread_variables import skipped_uses
from tb_gradplugin.capture.unread_variables.search import Search
from tb_gradplugin.diagnosis.in_source import InSource
from tb_gradplugin.diagnosis.text import syntax
from tb_gradplugin.schema.findings import Location

_CONTAINERS = (list, tuple, dict)

_NARROWEST = 3
"""Names of one variable that tell whether it is in lists alone; four times as many of
what is left out."""


@dataclasses.dataclass(frozen=True, eq=False)
class Holder:
    """A name under which the program has a variable, alone or with others.

    Attributes:
      name: as it stands in the source, such as "self.kernel" or "decoder".
      functions: those of the user's in which that name means it.
      size: how many variables it holds.
      value: what the program has under that name.
      owners: for each of the functions, the object whose attribute it is; None for a plain name.
    """

    name: str
    functions: list[FunctionType]
    size: int
    value: Any
    owners: list[Any]


def found(search: Search) -> list[InSource | None]:
    """For each variable, the line that tells most of why it was not read.

    That is a line that uses the narrowest name which the variable has in the user's program: an
    attribute of its layer, a list of layers, a layer of a model. Where no line uses that name, it
    is the one that gives it.

    Returns:
      None for a variable of which no such line can be seen; of a tensor, the line of the loss's
      file that gives it, or what holds it, a name.
    """
    # Many variables have a name in common, such as that of the list which they stand in.
    line_of = functools.cache(lambda holder: _line(holder, search))
    return [
        _of_holders(holders, line_of, search.touched)
        or (_binding(search.loss_fn, variable) if isinstance(variable, ops.EagerTensor) else None)
        for variable, holders in zip(search.variables, _of_each(search), strict=True)
    ]


def _of_holders(
    holders: list[Holder],
    line_of: Callable[[Holder], InSource | None],
    touched: passed_over.Touched,
) -> InSource | None:
    lines = [(holder, line) for holder in holders if (line := line_of(holder)) is not None]
    # What an object that was left out as a whole does with its parts is as it should be.
    outside = [line for holder, line in lines if not any(map(touched.is_left_out, holder.owners))]
    line = next(iter(outside or [line for _, line in lines]), None)
    if line is not None and all(isinstance(one.value, _CONTAINERS) for one in holders[:_NARROWEST]):
        return dataclasses.replace(line, is_listed=True)
    return line


def _binding(loss_fn: Callable[..., Any], tensor: Any) -> InSource | None:
    function = frames.function_of(loss_fn)
    file = syntax.tree_of(function.__code__.co_filename) if function is not None else None
    if function is None or file is None:
        return None
    for name, value in list(function.__globals__.items()):
        items = value.values() if isinstance(value, dict) else value
        held = items if isinstance(value, _CONTAINERS) else [value]
        if any(one is tensor for one in held):
            lines = naming_lines.that_give(file, "", name)[:1]
            for place in _places(function, lines, "<module>"):
                return InSource(place, name, False)
    return None


def _of_each(search: Search) -> Iterator[list[Holder]]:
    """For each variable, the narrowest names by which the program has it."""
    wanted = [reachable.identity(variable) for variable in search.variables]
    untouched = {one for one in wanted if one is not None}
    holders = [
        (held, holder)
        for held, holder in every_holder(search.reach, search.loss_fn)
        if _tells(holder.value, held, untouched, search.touched)
    ]
    for one in wanted:
        yield narrowest(holders, one)[: 4 * _NARROWEST]


def narrowest(holders: Sequence[tuple[set[int], Holder]], one: int | None) -> list[Holder]:
    """Those that hold a variable, given by its identity, the narrowest name first."""
    own = [holder for held, holder in holders if one in held]
    # Of equal ones, an attribute tells more than a global.
    own.sort(key=lambda holder: (holder.size, not holder.name.startswith("self.")))
    return own


def every_holder(
    reach: reachable.Reach, loss_fn: Callable[..., Any]
) -> Iterator[tuple[set[int], Holder]]:
    """All names that hold variables, and the identities of these."""
    grouped: dict[tuple[int, str], list[reachable.Named]] = {}
    for named in reach.named:
        # Under another name than `self`, an object is searched by itself.
        if named.owner in ("", "self"):
            grouped.setdefault((id(named.value), named.called), []).append(named)
    for (_, name), group in grouped.items():
        value = group[0].value
        if held := reach.held(value):
            functions, owners = [o.function for o in group], [o.holder for o in group]
            yield held, Holder(name, functions, len(held), value, owners)
    function = frames.function_of(loss_fn)
    if function is None:
        return
    for name, value in list(function.__globals__.items()):
        held = reach.held(value)
        if held and not isinstance(value, _CONTAINERS):
            yield held, Holder(name, [function], len(held), value, [None])


def _tells(value: Any, held: set[int], untouched: set[int], touched: passed_over.Touched) -> bool:
    """Whether a name is of what was not read: of that alone, or of a list with parts of it."""
    if not held & untouched:
        return False
    # What was not asked about may be untouched as well.
    return isinstance(value, _CONTAINERS) or held <= untouched or not touched.handles(value)


def _line(holder: Holder, search: Search) -> InSource | None:
    loss_fn, touched = search.loss_fn, search.touched
    owner, _, name = holder.name.rpartition(".")
    made: list[Location] = []
    built_with: list[Location] = []
    inherited: list[Location] = []
    unreached: list[Location] = []
    beside: tuple[int, ...] = ()
    filled: dict[Location, tuple[Location, ...]] = {}
    for function, holds in zip(holder.functions, holder.owners, strict=True):
        code = function.__code__
        if file_owners.owner(code.co_filename) is not Owner.USER:
            continue
        tree = source_trees.of_function(code)
        if tree is None:
            continue
        used = _places(function, _used(holder, tree, owner, name)[:1])
        given = _places(function, naming_lines.that_give(tree, owner, name)) if owner else []
        if owner and code.co_name in syntax.BUILDING:
            made += given
            built_with += used
            filled |= dict.fromkeys(given, _filled(holder, function, tree, owner))
            parents = _places(function, naming_lines.that_call_super(tree, code.co_name))
            # What has to know the shape of its input is made in `build`.
            inherited = parents + inherited if code.co_name == "build" else inherited + parents
        elif (
            used
            and owner
            and reachable.identity(holder.value) is not None
            and not _is_mentioned(code.co_name, code.co_filename, loss_fn)
        ):
            unreached += used
            beside = beside or touched.handles(holds)
        elif used:
            beside = touched.handles(holds) if owner else ()
            return InSource(used[0], holder.name, is_use=True, beside=beside)
        else:
            # What gives it another value later is the one that counts.
            made[:0] = given
    if not owner:
        file = syntax.tree_of(holder.functions[0].__code__.co_filename)
        if file is not None:
            given = _places(holder.functions[0], naming_lines.that_give(file, "", name), "<module>")
            made += given
            filled |= dict.fromkeys(given, _filled(holder, holder.functions[0], file, ""))
    if not made and reachable.identity(holder.value) is not None:
        made = inherited
    if not made:
        return InSource(unreached[0], holder.name, is_use=True) if unreached else None
    built_with += unreached
    is_left = bool(owner) and not built_with and not _is_used_in_files(holder, name, loss_fn)
    by = next(iter(built_with), None)
    if put := filled.get(made[0]):
        return InSource(put[0], holder.name, False, by, is_left, filled_in=put[-1])
    return InSource(made[0], holder.name, False, by, is_left, beside)


def _used(holder: Holder, tree: ast.AST, owner: str, name: str) -> list[int]:
    """Lines that use a name; of a list, those first whose index may miss an item of it."""
    lines = naming_lines.that_use(tree, owner, name)
    if not lines or not isinstance(holder.value, _CONTAINERS):
        return lines
    return naming_lines.that_take_in_turns(tree, owner, name) or lines


def _filled(
    holder: Holder, function: FunctionType, scope: ast.AST, owner: str
) -> tuple[Location, ...]:
    """The lines that make what a list holds and put it in, where it was made empty before."""
    name = holder.name.rpartition(".")[2]
    if not isinstance(holder.value, _CONTAINERS):
        return ()
    lines = filled_lists.lines(scope, owner, name) or ()
    return tuple(_places(function, list(lines), "" if owner else "<module>"))


def _is_mentioned(method: str, file: str, loss_fn: Callable[..., Any]) -> bool:
    """Whether a line of the file of a class, or of the loss, names a method, or Python calls it."""
    if method.startswith("__") or method in skipped_uses.CALLED_FROM_OUTSIDE:
        return True
    files = {file, getattr(getattr(loss_fn, "__code__", None), "co_filename", file)}
    return any(method in words(tree) for tree in filter(None, map(syntax.tree_of, files)))


@functools.lru_cache(maxsize=64)
def words(tree: ast.Module) -> frozenset[str]:
    """The names, attributes and texts of a file."""
    return frozenset(
        word
        for node in ast.walk(tree)
        for field in ("attr", "id", "value")
        if isinstance(word := getattr(node, field, None), str)
    )


def _is_used_in_files(holder: Holder, name: str, loss_fn: Callable[..., Any]) -> bool:
    """Whether a file of the class, or of the loss, reads an attribute of whatever object."""
    codes = [getattr(loss_fn, "__code__", None), *(one.__code__ for one in holder.functions)]
    files = {code.co_filename for code in codes if code is not None}
    # What a class of a framework reads, a class that is derived from it need not name.
    for holds in holder.owners:
        files |= class_texts.files(type(holds))
    for tree in filter(None, map(syntax.tree_of, files)):
        listed = {
            id(node.value)
            for node in ast.walk(tree)
            if isinstance(node, ast.Attribute) and node.attr in naming_lines.LISTING
        } - naming_lines.with_assigned_variables(tree)
        for node in ast.walk(tree):
            if isinstance(node, ast.Attribute) and node.attr == name and id(node) not in listed:
                if isinstance(node.ctx, ast.Load):
                    return True
            elif isinstance(node, ast.Call) and getattr(node.func, "id", "") == "getattr":
                named = [one.value for one in node.args if isinstance(one, ast.Constant)]
                if name in named:
                    return True
    return False


def _places(function: FunctionType, lines: list[int], called: str = "") -> list[Location]:
    return [place for line in lines for place in frames.of_function(function, line, called)]
