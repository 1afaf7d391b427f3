"""How a function leaves out what it is given, read from the program itself.

An argument that is never read, a Python `if`, or a `return` before the end, leaves no op; only the
lines tell of it.
"""

from __future__ import annotations

import ast
import itertools
from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import NamedTuple

from tb_gradplugin.diagnosis.program import Node, Program
from tb_gradplugin.diagnosis.text import handed_on, interfaces, later_uses, syntax
from tb_gradplugin.schema.findings import Location

_CONDITIONS = (ast.If, ast.IfExp, ast.For, ast.While)

_Called = syntax.Function | ast.Lambda

Ran = Collection[tuple[str, int]]
"""Files and numbers of lines that ran."""


def ran(program: Program) -> Ran:
    """The lines that are known to have run: those of all ops, and those that returned the loss."""
    found = {(line.file, line.line) for node in program.nodes for line in node.locations}
    return found | {(line.file, line.line) for line in program.loss_locations}


def any_ran(lines: Iterable[int], file: str, ran: Ran) -> bool:
    """Whether one of the lines of a file is known to have run."""
    return any((file, line) in ran for line in lines)


def block_ran(block: Sequence[ast.stmt], file: str, ran: Ran) -> bool:
    """Whether a line of some statements of a file is known to have run; false without any."""
    return bool(block) and any_ran(syntax.lines(block[0], block[-1]), file, ran)


def condition(last: Node, nodes: Sequence[Node], ran: Ran) -> Location | None:
    """The line of the condition that keeps what a line computes from being read.

    Args:
      last: an op whose result no op uses.
      nodes: all that ran, in their order.
      ran: see `ran`.

    Returns:
      None where no function of the program is seen to be given the result and to leave it out.
    """
    for file, called, name in given_to(last.locations, nodes, nodes[: last.index]):
        if isinstance(called, ast.Lambda):
            continue  # a single expression, in which nothing is left out by a return
        found = _left_out(called, name, file, ran)
        if found is not None:
            return syntax.location(file, found, called.name)
    return None


def made_a_trip(loop: Location, ran: Ran) -> bool:
    """Whether a line of the body of a loop is known to have run; false of what is no loop."""
    tree = syntax.tree_of(loop.file)
    for node in ast.walk(tree) if tree is not None else ():
        if isinstance(node, syntax.LOOPS) and node.lineno == loop.line:
            return any_ran(_body_lines(node), loop.file, ran)
    return False


def made_something(loop: Location, ran: Ran) -> bool:
    """Whether a line of what a comprehension makes is known to have run; false of all else."""
    tree = syntax.tree_of(loop.file)
    return any(
        any_ran(syntax.lines(each), loop.file, ran)
        for node in (ast.walk(tree) if tree is not None else ())
        if isinstance(node, syntax.COMPREHENSIONS) and node.lineno == loop.line
        for each in ([node.value] if isinstance(node, ast.DictComp) else [node.elt])
    )


class Unread(NamedTuple):
    """An argument that a function is given and never reads.

    Attributes:
      name: of the argument.
      line: where the function might read it.
      renamed: the last name that the function gives its value, on that line; empty without any.
    """

    name: str
    line: Location
    renamed: str = ""


def never_read(made: Sequence[Location], nodes: Sequence[Node]) -> Unread | None:
    """The argument that a function is given and never reads, and where it might.

    Args:
      made: the lines of an op whose result no op uses, innermost first.
      nodes: those that the loss depends on.

    Returns:
      The last line that gives the value of the argument a name, if nothing reads that; otherwise
      the first on the way to the loss that computes with another argument of the function; where it
      has none, the first on the way. None without such an argument.
    """
    for file, called, name in given_to(made, nodes):
        if name.startswith("_") or interfaces.reads(called, name, file):
            continue
        last = interfaces.last_name(called, name, file)
        line = line_that_might(called, file, nodes)
        if last is not None and line is not None:
            return Unread(name, syntax.location(file, last.line, line.function), last.name)
        if line is not None:
            return Unread(name, line)
    return None


def line_that_might(
    called: _Called, file: str, nodes: Sequence[Node], is_called: bool = False
) -> Location | None:
    """The line of a function that might read an argument which it never reads.

    Args:
      called: the function.
      file: of the function.
      nodes: those that the loss depends on.
      is_called: whether the argument is of something that is called, such as a model.

    Returns:
      The first on the way to the loss that computes with another argument, of such as is called
      one that does so; where it has none, the first on the way.
    """
    inside = syntax.lines(called)
    lines = sorted(
        {
            own.line
            for node in nodes
            for own in node.locations
            if own.file == file and own.line in inside
        }
    )
    others = {one.arg for one in (*called.args.args, *called.args.kwonlyargs)} - {"self"}
    reading = {
        node.lineno for node in ast.walk(called) if isinstance(node, ast.Name) and node.id in others
    }
    calling = {
        node.lineno
        for node in ast.walk(called)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in others
    }
    among = [calling if is_called else set(), reading, set(lines)]
    first = next((line for each in among for line in lines if line in each), None)
    function = getattr(called, "name", "<lambda>")
    return None if first is None else syntax.location(file, first, function)


def given_to(
    made: Sequence[Location], nodes: Sequence[Node], before: Sequence[Node] = ()
) -> Iterator[tuple[str, _Called, str]]:
    """Files, functions in them, and their arguments by which they are given what lines compute.

    What ran `before` tells which functions were called too early to be given it.
    """
    for _, line, function in handed_on.outwards(made):
        for call, places in _calls_given(function, line):
            for called in functions_called(call, line.file, function, nodes):
                if _has_run(called, call, line.file, before):
                    continue
                for name in parameters_given(called, places, call):
                    yield line.file, called, name


def _calls_given(
    function: syntax.Function, line: Location
) -> Iterator[tuple[ast.Call, list[int | str]]]:
    """Calls in a function that are given what a line computes, and at which places."""
    names: set[str] = set()
    own: set[int] = set()
    nodes = list(syntax.own_nodes(function.body))
    for node in later_uses.simple_statements(nodes):
        if syntax.spans(node, line.line):
            names |= later_uses.stored(node) if isinstance(node, ast.Assign) else set()
            own |= {id(each) for each in ast.walk(node)}
    for call in nodes:
        if not isinstance(call, ast.Call):
            continue
        given: list[tuple[int | str, ast.expr]] = [
            *enumerate(call.args),
            *((k.arg, k.value) for k in call.keywords if k.arg),
        ]
        places: list[int | str] = [
            place
            for place, value in given
            if (isinstance(value, ast.Name) and value.id in names)
            or (id(call) in own and syntax.computes(value))
        ]
        if places:
            yield call, places


def functions_called(
    call: ast.Call, file: str, caller: syntax.Function, nodes: Sequence[Node]
) -> list[_Called]:
    """The functions of the same file that a call may come to: by its name, or as ops tell."""
    tree = syntax.tree_of(file)
    name = syntax.last_name(call.func)
    found: list[_Called] = []
    for node in ast.walk(tree) if tree is not None else ():
        if isinstance(node, syntax.FUNCTIONS) and node.name == name:
            found.append(node)
        elif isinstance(node, ast.Assign) and isinstance(node.value, ast.Lambda):
            found += [node.value] if name in later_uses.stored(node) else []
    if len(found) == 1:
        return found
    lines = syntax.lines(call)
    inner = {
        own.line: own
        for node in nodes
        for own, outer in zip(node.locations, node.locations[1:], strict=False)
        if own.file == outer.file == file and outer.line in lines and outer.function == caller.name
    }
    seen = {id(one): one for own in inner.values() if (one := later_uses.function_at(own))}
    return [one for one in seen.values() if one is not caller]


def _has_run(called: _Called, call: ast.Call, file: str, before: Sequence[Node]) -> bool:
    """Whether the last ops, all of them made in a call, are of a function that it comes to."""
    calling, inside = syntax.lines(call), syntax.lines(called)
    for node in reversed(before):
        own = [line.line if line.file == file else 0 for line in node.locations]
        if not any(line in calling for line in own):
            return False
        if any(one in inside and outer in calling for one, outer in itertools.pairwise(own)):
            return True
    return False


def parameters_given(
    called: _Called, places: Sequence[int | str], given: ast.Call
) -> Iterator[str]:
    """Names of the arguments that stand at places of a call."""
    arguments = syntax.positional(called.args)
    known = {*arguments, *(one.arg for one in called.args.kwonlyargs)}
    arguments = arguments[arguments[:1] in (["self"], ["cls"]) :]
    starred = [place for place, one in enumerate(given.args) if isinstance(one, ast.Starred)]
    first = min(starred, default=len(given.args))
    for place in places:
        if isinstance(place, str):
            # Another may be taken by its `**`.
            yield from [place] if place in known else []
        elif place < first and place < len(arguments):
            yield arguments[place]
        elif called.args.vararg is not None and place >= len(arguments):
            # How many stand before it, where one has a star, only makes the place a later one.
            yield called.args.vararg.arg


def _left_out(called: syntax.Function, name: str, file: str, ran: Ran) -> int | None:
    """The line of the condition that every line which reads an argument stands behind."""
    around = syntax.parents(called)
    common: list[int] | None = None
    for node in ast.walk(called):
        if not isinstance(node, ast.Name) or node.id != name or isinstance(node.ctx, ast.Store):
            continue
        if syntax.asked_of(node, around) in syntax.OF_ITS_FORM:
            continue
        chain = [node, *syntax.upwards(node, around, called)]
        statement = syntax.statement_of(chain)
        computes = syntax.computes(statement)
        lines = syntax.lines(statement)
        if not later_uses.is_simple(statement) or not computes:
            return None
        if any_ran(lines, file, ran):
            return None
        conditions = list(_behind(chain, called, file, ran))
        common = conditions if common is None else [one for one in common if one in conditions]
    return common[0] if common else None


def _behind(
    chain: Sequence[ast.AST], called: syntax.Function, file: str, ran: Ran
) -> Iterator[int]:
    """Lines of the conditions that a node stands behind: first of what is known to have left."""
    leaving: list[ast.If] = []
    for inner, outer in zip(chain, [*chain[1:], called], strict=True):
        block = syntax.block_of(inner, outer)
        before = block[: block.index(inner)] if block else ()
        leaving += [one for one in before if isinstance(one, ast.If) and syntax.always_leaves(one)]
    leaving.sort(key=lambda one: not any_ran(_body_lines(one), file, ran))
    yield from (one.lineno for one in leaving)
    yield from (node.lineno for node in chain[::-1] if isinstance(node, _CONDITIONS))


def _body_lines(block: ast.If | ast.For | ast.AsyncFor | ast.While) -> range:
    return syntax.lines(block.body[0], block.body[-1])
