"""Lines that take one part alone of what a call returns: the calling one, or one behind it."""

from __future__ import annotations

import ast
from collections.abc import Collection, Iterable, Mapping, Sequence

from tb_gradplugin.diagnosis.program import Node
from tb_gradplugin.diagnosis.text import gone_by, interfaces, later_uses, returned_parts, syntax
from tb_gradplugin.schema.findings import Location


def only_part_read(
    line: Location, inner: Sequence[Location], are_several: bool = False
) -> Location | None:
    """The line that takes one part of what a call returns, where nothing reads another part.

    Args:
      line: one of the user's that takes a part of the result of a call, or gives it a name.
      inner: the lines inside of that call that a tensor came out through, the innermost first.
      are_several: whether what is called is known to return several, whatever its lines tell.

    Returns:
      The first line that takes the part; None where the function that is called does not return
      several, or where the name is read in another way than by one number or key, or by giving
      the parts names of which one alone is read.
    """
    several = returned_parts.returned(inner)
    if not are_several and (not inner or (several is None and not _returns_several(inner[-1]))):
        return None
    scope = later_uses.function_at(line) or syntax.tree_of(line.file)
    if scope is None:
        return None
    nodes = list(ast.walk(scope))
    if any(
        isinstance(node, ast.Subscript)
        and isinstance(node.value, ast.Call)
        and _may_come_to(node.value, line, inner)
        and syntax.spans(node, line.line)
        and returned_parts.index_of(node.slice, scope) is not None
        for node in nodes
    ):
        return line
    made = [
        node for node in nodes if isinstance(node, ast.Assign) and syntax.spans(node, line.line)
    ]
    target = made[0].targets[0] if len(made) == 1 and len(made[0].targets) == 1 else None
    if not isinstance(target, ast.Name) or not isinstance(made[0].value, ast.Call):
        return None
    named = [node for node in nodes if isinstance(node, ast.Name) and node.id == target.id]
    if not any(isinstance(node, syntax.LOOPS) and syntax.spans(node, line.line) for node in nodes):
        # What the name was before is another thing.
        end = made[0].end_lineno or made[0].lineno
        named = [node for node in named if node is target or node.lineno > end]
    read = {id(node) for node in named if isinstance(node.ctx, ast.Load)}
    if len(named) - len(read) != 1:
        return None
    loaded = syntax.loaded(scope)
    parts: dict[int, int | str | None] = {}
    for node in nodes:
        if isinstance(node, ast.Attribute) and id(node.value) in read and several is not None:
            if several.is_other_than_lost(node):
                parts[node.lineno] = node.attr
                read.discard(id(node.value))
        elif isinstance(node, ast.Subscript) and id(node.value) in read:
            is_known = returned_parts.index_of(node.slice) is not None
            if several is not None and is_known and not several.is_other_than_lost(node):
                return None
            if isinstance(node.ctx, ast.Load):
                parts[node.lineno] = returned_parts.index_of(node.slice, scope)
                read.discard(id(node.value))
        elif isinstance(node, ast.Assign) and id(node.value) in read:
            parts[node.lineno] = _only_name(node.targets, loaded)
            read.discard(id(node.value))
    if read or len(set(parts.values())) != 1 or None in parts.values():
        return None
    return syntax.location(line.file, min(parts), line.function)


def _may_come_to(call: ast.Call, line: Location, inner: Sequence[Location]) -> bool:
    """Whether a call on a line may be the one that the lines inside of it belong to."""
    if inner:
        return inner[-1].function in (syntax.last_name(call.func), *syntax.OF_OBJECTS)
    tree = syntax.tree_of(line.file)
    imported = interfaces.imports(tree) if tree is not None else ()
    return syntax.dotted(call.func).partition(".")[0] not in imported


def only_entry_read(line: Location) -> Location | None:
    """The line that reads one entry of what a call gives, where nothing else is read of that.

    Args:
      line: one that loses a result of the call, which lies somewhere in what the call gives.

    Returns:
      None unless that gets a name, all reads of which are behind it and of the same entry of it, or
      of one of its attributes.
    """
    function = later_uses.function_at(line)
    own = [
        one
        for one in (syntax.own_nodes(function.body) if function is not None else ())
        if isinstance(one, ast.Assign) and syntax.spans(one, line.line)
    ]
    if function is None or len(own) != 1 or not isinstance(own[0].value, ast.Call):
        return None
    target = own[0].targets[0]
    if len(own[0].targets) != 1 or not isinstance(target, ast.Name):
        return None
    around = syntax.parents(function)
    entries: dict[str, int] = {}
    for node in syntax.names_of(function, target.id):
        if node.lineno <= (own[0].end_lineno or own[0].lineno):
            continue
        entry = _entry_of(node, around)
        if entry is None or not isinstance(node.ctx, ast.Load):
            return None
        entries.setdefault(ast.unparse(entry), node.lineno)
    if len(entries) != 1:
        return None
    return syntax.location(line.file, min(entries.values()), line.function)


def _entry_of(name: ast.Name, around: Mapping[int, ast.AST]) -> ast.Subscript | None:
    """The entry with a known key that is read of a name, as `graph.nodes["state"]` of `graph`."""
    node = around.get(id(name))
    while isinstance(node, ast.Attribute):
        node = around.get(id(node))
    is_read = isinstance(node, ast.Subscript) and isinstance(node.ctx, ast.Load)
    if not isinstance(node, ast.Subscript) or not is_read:
        return None
    is_key = isinstance(node.slice, ast.Constant) and isinstance(node.slice.value, str)
    is_named = isinstance(node.slice, ast.Name) and node.slice.id.isupper()
    return node if is_key or is_named else None


def takes_apart(line: Location) -> bool:
    """Whether a line takes parts of what a call returns itself; false where it keeps the whole.

    True of all that is not a single simple statement, of which too little is known.
    """
    scope = later_uses.function_at(line) or syntax.tree_of(line.file)
    own = syntax.own_nodes(ast.iter_child_nodes(scope)) if scope is not None else ()
    simple = [one for one in later_uses.simple_statements(own) if syntax.spans(one, line.line)]
    if len(simple) != 1:
        return True
    several = (ast.Tuple, ast.List)
    return any(isinstance(target, several) for target in syntax.targets(simple[0])) or any(
        isinstance(node, (ast.Attribute, ast.Subscript)) and isinstance(node.value, ast.Call)
        for node in ast.walk(simple[0])
    )


def _returns_several(line: Location) -> bool:
    """Whether the function around a line returns a tuple, list or dict of more than one."""
    function = later_uses.function_at(line)
    return function is not None and any(
        (isinstance(node.value, (ast.Tuple, ast.List)) and node.value.elts[1:])
        or (isinstance(node.value, ast.Dict) and node.value.keys[1:])
        for node in syntax.own_nodes(function.body)
        if isinstance(node, ast.Return)
    )


def _only_name(targets: Sequence[ast.expr], loaded: Collection[str]) -> str | None:
    """The only one of several names that a statement gives parts to which is read later."""
    every = targets[0].elts if len(targets) == 1 and isinstance(targets[0], ast.Tuple) else []
    names = [one.id for one in every if isinstance(one, ast.Name)]
    read = [name for name in names if name in loaded]
    return read[0] if len(names) == len(every) and len(read) == 1 else None


def at_once(line: Location, last: Node, nodes: Sequence[Node]) -> bool:
    """Whether a line takes one part of what a call on it returns, and not that with a result.

    Args:
      line: one of those that an op came out through.
      last: the op, whose result no op uses.
      nodes: all that ran, in their order.
    """
    place = last.locations.index(line)
    several, scope = returned_parts.returned(last.locations[:place]), later_uses.function_at(line)
    tree = syntax.tree_of(line.file)
    if several is None or scope is None or tree is None:
        return False
    within = list(syntax.own_nodes(scope.body))
    simple = later_uses.simple_statements(within)
    own = [one for one in simple if syntax.spans(one, line.line)]
    if len(own) != 1:
        return False
    imported = interfaces.imports(tree)
    calls = [
        one
        for one in ast.walk(own[0])
        if isinstance(one, ast.Call) and syntax.dotted(one.func).partition(".")[0] not in imported
    ]
    ran_later = _others_ran_later(own[0], place, last, nodes)
    for taker in _takers(ast.walk(own[0]), several):
        call = taker.value
        # What is called ends before whatever computes with it.
        before = any(_end(one) < _end(call) for one in calls)
        behind = any(_end(one) > _end(call) for one in calls)
        if syntax.spans(call, line.line) and not (before if ran_later else behind):
            return True
    return False


def _others_ran_later(own: ast.stmt, place: int, last: Node, nodes: Sequence[Node]) -> bool:
    """Whether a statement ran ops after one, and not in the function that it came out through."""
    file, outer = last.locations[place].file, last.locations[place + 1 :]
    function = later_uses.function_at(last.locations[place - 1])
    for node in nodes[last.index + 1 :]:
        at = gone_by.place_inside(node, outer)
        if at is None:
            continue
        line, inner = node.locations[at], node.locations[:at]
        is_other = not inner or later_uses.function_at(inner[-1]) is not function
        if line.file == file and syntax.spans(own, line.line) and is_other:
            return True
    return False


def _end(node: ast.expr) -> tuple[int, int]:
    return node.end_lineno or node.lineno, node.end_col_offset or 0


def _takers(
    nodes: Iterable[ast.AST], several: returned_parts.Returned
) -> list[ast.Attribute | ast.Subscript]:
    """What takes, directly of a call, another of several results than the lost one."""
    return [
        one
        for one in nodes
        if isinstance(one, (ast.Attribute, ast.Subscript))
        and isinstance(one.value, ast.Call)
        and several.is_other_than_lost(one)
    ]
