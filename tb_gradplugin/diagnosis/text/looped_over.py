"""Lists of results of which a loop alone takes parts, and fewer than there are."""

from __future__ import annotations

import ast
from collections.abc import Collection, Iterator, Sequence

from tb_gradplugin.diagnosis.program import Node
from tb_gradplugin.diagnosis.text import handed_on, later_uses, left_out, syntax, turns_over
from tb_gradplugin.schema.findings import Location

_OF_ITS_LENGTH = "len"

Loop = ast.For | ast.ListComp | ast.SetComp | ast.DictComp | ast.GeneratorExp

LOOPS = (ast.For, *syntax.COMPREHENSIONS)


def found(made: Sequence[Location], nodes: Sequence[Node]) -> tuple[str, Location] | None:
    """The name of a list, or a dict, of which a loop alone reads parts, and the loop.

    Args:
      made: the lines of an op whose result no op uses, innermost first.
      nodes: those that the loss depends on.
    """
    ran = {(line.file, line.line) for node in nodes for line in node.locations}
    for file, scope, name in named(made):
        loop = _loop_that_reads(scope, name)
        # One that has no part in the loss reads for another end, such as a log.
        if loop is not None and left_out.any_ran(syntax.lines(loop), file, ran):
            return name, location(file, loop)
    for file, called, name in left_out.given_to(made, nodes):
        # Under a name that is given another value, another list may be read.
        if isinstance(called, ast.Lambda) or stores(called, name):
            continue
        slices = _slices(called, name)
        loops = [_loop_that_reads(called, one) for one in slices or [name]]
        # In which of several slices the result lies is not known.
        if loops[0] is not None and all(one is loops[0] for one in loops):
            said = slices[0] if len(slices) == 1 else name
            return said, location(file, loops[0])
    return None


def named(made: Sequence[Location]) -> Iterator[tuple[str, ast.AST, str]]:
    """Files, scopes, and names that these give once, to the whole of what a line computes."""
    for line in made:
        function, tree = later_uses.function_at(line), syntax.tree_of(line.file)
        if function is None or tree is None or line.function != function.name:
            return
        for node in syntax.own_nodes(function.body):
            for target, value in syntax.assigned(node):
                if not syntax.spans(target, line.line) and not syntax.spans(value, line.line):
                    continue
                # Any line of the file may read an attribute.
                scope = tree if isinstance(target, ast.Attribute) else function
                name = syntax.dotted(target)
                is_own = bool(name) and not _is_shared(function, name)
                if is_own and stores(scope, name) == 1 and _is_of_one_call(value, tree):
                    yield line.file, scope, name
        if not handed_on.to_caller(line):
            return


def _is_of_one_call(value: ast.expr, tree: ast.Module) -> bool:
    """Whether it is a call which is given nothing that another function of the program computes.

    That one might have left a part of it out.
    """
    modules = {
        (one.asname or one.name).partition(".")[0]
        for node in ast.walk(tree)
        if isinstance(node, ast.Import)
        for one in node.names
    }
    return isinstance(value, ast.Call) and all(
        syntax.dotted(one.func).partition(".")[0] in modules
        for given in (*value.args, *(keyword.value for keyword in value.keywords))
        for one in ast.walk(given)
        if isinstance(one, ast.Call)
    )


def _is_shared(function: syntax.Function, name: str) -> bool:
    """Whether functions around it may read a name as well, or have given it as an argument."""
    outer = {
        one
        for node in ast.walk(function)
        if isinstance(node, (ast.Global, ast.Nonlocal))
        for one in node.names
    }
    return name in outer | syntax.parameters(function.args)


def location(file: str, loop: ast.expr | ast.stmt) -> Location:
    """The first line of a loop, or of another part of a program."""
    tree = syntax.tree_of(file)
    function = syntax.called_at(tree, loop.lineno) if tree is not None else ""
    return syntax.location(file, loop.lineno, function)


def _slices(called: syntax.Function, name: str) -> list[str]:
    """The names to which a function gives a list, or slices of it, and that alone.

    Returns:
      Nothing unless all that reads the list gives such names, each of them once.
    """
    reads = [one for one in ast.walk(called) if syntax.is_name(one, name)]
    given: dict[int, str] = {}
    for node in syntax.own_nodes(called.body):
        for target, value in syntax.assigned(node):
            is_slice = isinstance(value, ast.Subscript) and isinstance(value.slice, ast.Slice)
            source = value.value if is_slice and isinstance(value, ast.Subscript) else value
            if isinstance(target, ast.Name) and syntax.is_name(source, name):
                given[id(source)] = target.id
    if any(id(one) not in given for one in reads):
        return []
    names = list(given.values())
    is_once = all(stores(called, one) == 1 for one in names)
    return names if is_once and not syntax.parameters(called.args) & set(names) else []


def stores(scope: ast.AST, name: str) -> int:
    """How often a scope gives a name, or such an attribute of whatever object, a value."""
    every = (one for one in ast.walk(scope) if _is_named(one, name))
    return sum(not isinstance(getattr(one, "ctx", None), ast.Load) for one in every)


def _is_named(node: ast.AST, name: str) -> bool:
    """Whether a node is a plain name, or an attribute of whatever object, as a name is."""
    last = name.rpartition(".")[2]
    if last != name:
        return isinstance(node, ast.Attribute) and node.attr == last
    return syntax.is_name(node, name)


def _loop_that_reads(scope: ast.AST, name: str) -> Loop | None:
    """The loop that reads a list by what it counts, where all else asks for its length alone."""
    around = syntax.parents(scope)
    parts = {
        id(node.value): node.slice for node in ast.walk(scope) if isinstance(node, ast.Subscript)
    }
    reads = [
        node
        for node in ast.walk(scope)
        if _is_named(node, name) and isinstance(getattr(node, "ctx", None), ast.Load)
        if syntax.asked_of(node, around) != _OF_ITS_LENGTH
    ]
    for loop in ast.walk(scope):
        if not isinstance(loop, LOOPS):
            continue
        inside = {id(node) for each in repeated(loop) for node in ast.walk(each)}
        counted = turns_over.names_given(loop)
        if reads and all(
            id(read) in inside and _is_counted(parts.get(id(read)), counted) for read in reads
        ):
            return loop
    return None


def repeated(loop: Loop) -> list[ast.expr | ast.stmt]:
    """What runs in each turn of a loop."""
    if isinstance(loop, ast.For):
        return [*loop.body]
    made = [loop.key, loop.value] if isinstance(loop, ast.DictComp) else [loop.elt]
    return [*made, *(each for one in loop.generators for each in one.ifs)]


def _is_counted(index: ast.expr | None, counted: Collection[str]) -> bool:
    """Whether an index is what a loop counts, or is computed from that."""
    nodes = ast.walk(index) if index is not None else ()
    return any(isinstance(node, ast.Name) and node.id in counted for node in nodes)
