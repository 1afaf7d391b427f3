"""Results that an object keeps, and that a function to which it gives them never reads."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping, Sequence

from tb_gradplugin.diagnosis.program import Node
from tb_gradplugin.diagnosis.text import (
    handed_on,
    interfaces,
    later_uses,
    left_out,
    only_calls,
    returned_parts,
    syntax,
    unrun_blocks,
)
from tb_gradplugin.diagnosis.text.ignored import Ignored
from tb_gradplugin.schema.findings import Location


def found(last: Node, taken: Sequence[Node], ran: left_out.Ran) -> Ignored | None:
    """The parameter by which a function is given what an object keeps, and which it never reads.

    Args:
      last: an op whose result no op uses.
      taken: those that the loss depends on.
      ran: lines that are known to have run, see `left_out.ran`.

    Returns:
      None unless the result goes into the object alone, no other line that ran reads it there,
      and the function ran after it on the way to the loss.
    """
    later = [node for node in taken if node.index > last.index]
    for place, line, function in handed_on.outwards(last.locations):
        inner = last.locations[place - 1] if place else None
        for call, where in only_calls.found(function, line, inner):
            for owner, attribute in _kept(call, where, line.file):
                ignored = _of_reads(owner, attribute, line.file, later, ran)
                if ignored is not None:
                    return ignored
    return None


def beside(line: Location, given: Location) -> Mapping[str, str]:
    """The attributes of an object that one call gives to a function which ignores them.

    Args:
      line: where the function begins.
      given: the line of the call.

    Returns:
      The parameter for each attribute.
    """
    function, tree = later_uses.function_at(line), syntax.tree_of(given.file)
    found: dict[str, str] = {}
    for call in ast.walk(tree) if function is not None and tree is not None else ():
        is_it = isinstance(call, ast.Call) and call.lineno == given.line
        if not isinstance(call, ast.Call) or function is None or not is_it:
            continue
        if syntax.last_name(call.func) != function.name:
            continue
        for where, one in only_calls.arguments(call):
            root, _, attribute = syntax.dotted(one).partition(".")
            if root == "self" and attribute:
                found.update((attribute, name) for name in _ignored_at(call, where, function, line))
    return found


def reads(line: Location, owner: Location, attributes: Mapping[str, str]) -> str:
    """The first of some attributes that a line of the same class as another one reads, or ""."""
    own = later_uses.class_at(line)
    if own is None or own is not later_uses.class_at(owner):
        return ""
    named = {syntax.dotted(one) for one in ast.walk(own) if getattr(one, "lineno", 0) == line.line}
    return next((one for one in attributes if f"self.{one}" in named), "")


def _kept(call: ast.Call, where: only_calls.Place, file: str) -> Iterator[tuple[ast.ClassDef, str]]:
    """The class of which a call makes an object, and the attribute by which that keeps a thing."""
    tree, name = syntax.tree_of(file), syntax.last_name(call.func)
    if tree is None or isinstance(where, slice):
        return
    classes = [one for one in ast.walk(tree) if isinstance(one, ast.ClassDef) and one.name == name]
    if len(classes) != 1:
        return
    given = [one for at, one in only_calls.arguments(call) if at == where]
    for attribute, value in returned_parts.put_into_object(call, file).items():
        if isinstance(attribute, str) and value in given and _has_no_init(classes[0]):
            yield classes[0], attribute
    for init in classes[0].body:
        if not isinstance(init, ast.FunctionDef) or init.name != "__init__":
            continue
        for parameter in left_out.parameters_given(init, [where], call):
            pairs = (pair for one in init.body for pair in syntax.assigned(one))
            own = [target for target, value in pairs if syntax.is_name(value, parameter)]
            root, _, attribute = syntax.dotted(own[0]).partition(".") if own else ("", "", "")
            if root == "self" and attribute and len(syntax.names_of(init, parameter)) == 1:
                yield classes[0], attribute


def _has_no_init(owner: ast.ClassDef) -> bool:
    return all(getattr(one, "name", "") != "__init__" for one in owner.body)


def _of_reads(
    owner: ast.ClassDef, attribute: str, file: str, later: Sequence[Node], ran: left_out.Ran
) -> Ignored | None:
    """The parameter by which the only call that is given an attribute, and ran, ignores it."""
    tree = syntax.tree_of(file)
    found: list[Ignored] = []
    for chain in _reads_in_file(tree, owner, attribute) if tree is not None else ():
        ignored = _by_call(chain, file, later)
        if ignored is not None:
            found.append(ignored)
            continue
        has_run = left_out.any_ran(syntax.lines(syntax.statement_of(chain)), file, ran)
        if has_run or not unrun_blocks.computes(chain):
            return None
    return found[0] if len({one.line for one in found}) == 1 else None


def _reads_in_file(
    tree: ast.Module, owner: ast.ClassDef, attribute: str
) -> Iterator[list[ast.AST]]:
    """Where an attribute is read, each as the nodes from there up, but for its form alone.

    What another class calls `self` is another object.
    """
    around = syntax.parents(tree)
    for node in ast.walk(tree):
        is_read = isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Load)
        if not isinstance(node, ast.Attribute) or not is_read or node.attr != attribute:
            continue
        chain = [node, *syntax.upwards(node, around, tree)]
        classes = [one for one in chain if isinstance(one, ast.ClassDef)]
        is_own = syntax.dotted(node.value) == "self"
        is_other = is_own and bool(classes) and not _are_related(classes[0], owner)
        if not is_other and syntax.asked_of(node, around) not in syntax.OF_ITS_FORM:
            yield chain


def _are_related(one: ast.ClassDef, other: ast.ClassDef) -> bool:
    """Whether objects of one class may be of the other as well, as far as a file tells."""
    names = {syntax.last_name(base) for base in (*one.bases, *other.bases)}
    return one is other or not names.isdisjoint({one.name, other.name})


def _by_call(chain: Sequence[ast.AST], file: str, later: Sequence[Node]) -> Ignored | None:
    """The parameter by which a function that ran is given what is read, if it ignores it."""
    call = next((one for one in chain[1:2] if isinstance(one, ast.Call)), None)
    around = next((one for one in chain if isinstance(one, syntax.FUNCTIONS)), None)
    places = [where for where, one in only_calls.arguments(call) if one is chain[0]] if call else []
    if call is None or around is None or len(places) != 1:
        return None
    for node in later:
        for own, outer in zip(node.locations, node.locations[1:], strict=False):
            is_here = outer.file == own.file == file and syntax.spans(call, outer.line)
            function = later_uses.function_at(own) if is_here else None
            if function is None or function.name != syntax.last_name(call.func):
                continue
            for name in _ignored_at(call, places[0], function, own):
                called = later_uses.method_name(function, own)
                line = syntax.location(file, function.lineno, function.name)
                return Ignored(name, called, line, syntax.location(file, call.lineno, around.name))
    return None


def _ignored_at(
    call: ast.Call, where: only_calls.Place, function: syntax.Function, line: Location
) -> list[str]:
    """The parameter of a function that stands at a place of a call, if it ignores it."""
    if isinstance(where, slice):
        return []
    given = left_out.parameters_given(function, [where], call)
    return [name for name in given if interfaces.ignores(function, name, line)]
