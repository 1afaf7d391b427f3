"""Lines that make a layer or a variable anew in each call, read from the program itself."""

from __future__ import annotations

import ast
from collections.abc import Collection, Iterator, Sequence

from tb_gradplugin.diagnosis.text import handed_on, later_uses, syntax
from tb_gradplugin.schema.findings import Location

_CONSTRUCTORS = syntax.BUILDING - {"build"}

_HANDING_ON = frozenset(
    {"dict", "enumerate", "get", "get_layer", "getattr", "items", "iter", "list", "next", "pop"}
    | {"reversed", "sorted", "tuple", "values", "zip"}
)
"""Functions and methods that make nothing, but give what is there already."""

_OF_ITS_FORM = syntax.OF_ITS_FORM | {"zeros_like", "ones_like"}

_WRITTEN_OUT = (ast.List, ast.Tuple, ast.Dict, ast.ListComp, ast.DictComp)


def line(made: Sequence[Location]) -> Location | None:
    """The line to move, of those that an op came out of which makes a variable.

    Args:
      made: its lines, innermost first.

    Returns:
      The one that makes the object whose constructor they run through, the outermost of several;
      otherwise the innermost that makes a variable by itself, or what the line calls. None without
      any.
    """
    constructed = [place for place, one in enumerate(made) if one.function in _CONSTRUCTORS]
    if constructed and constructed[-1] + 1 < len(made):
        return made[constructed[-1] + 1]
    for place, one in enumerate(made):
        if one.function in syntax.BUILDING:
            continue  # who makes the object is outside of it
        function = later_uses.function_at(one)
        called = {syntax.last_name(call.func) for call in _calls(function, one.line)}
        if not syntax.MAKERS.isdisjoint(called):
            if handed_on.to_caller(one):
                continue
            return one
        return _line_that_makes(made[place:]) or one
    return made[0] if made else None


def made_of_itself(line: Location) -> str:
    """The name or attribute that a line gives a new variable, made of what it held before.

    Returns:
      As it stands there, such as "self.rate"; empty where the line does nothing like it.
    """
    tree = syntax.tree_of(line.file)
    for node in ast.walk(tree) if tree is not None else ():
        for target, value in syntax.assigned(node):
            name = syntax.dotted(target)
            if not name or not syntax.spans(value, line.line):
                continue
            for call in filter(syntax.makes_variable, ast.walk(value)):
                around = syntax.parents(call)
                read = [one for one in ast.walk(call) if syntax.dotted(one) == name]
                if any(syntax.asked_of(one, around) not in _OF_ITS_FORM for one in read):
                    return name
    return ""


def _line_that_makes(used: Sequence[Location]) -> Location | None:
    """The line that makes what the innermost of several calls, where they run in one call.

    What a function has as an argument, or under its `self`, is followed to where it is called.
    """
    wanted: set[str] = set()
    for place, one in enumerate(used):
        function = later_uses.function_at(one)
        # A line of a lambda is found in the function around it, which runs at another time.
        if function is None or one.function not in (function.name, *handed_on.COMPREHENSIONS):
            return None
        calls = list(_calls(function, one.line))
        if place == 0:
            names = _objects_called(calls, one.file)
        elif used[place - 1].function in handed_on.COMPREHENSIONS:
            names = wanted  # a line of the same function
        else:
            names = _given(used[place - 1], calls, wanted)
        lines, wanted = _followed(function, names, one.line)
        if lines:
            return syntax.location(one.file, max(lines), function.name)
        if not wanted:
            return None
    return None


def _calls(function: syntax.Function | None, line: int) -> Iterator[ast.Call]:
    for node in ast.walk(function) if function is not None else ():
        if isinstance(node, ast.Call) and syntax.spans(node, line):
            yield node


def _objects_called(calls: Sequence[ast.Call], file: str) -> set[str]:
    """Names of what is called, but for functions of the file, which would have a line of their own.

    Returns:
      Nothing where something is called that is made on the line itself.
    """
    if any(isinstance(call.func, ast.Call) for call in calls):
        return set()
    tree = syntax.tree_of(file)
    functions = {one.name for one in syntax.functions_in(tree)} if tree is not None else set()
    return {
        name
        for call in calls
        if (name := _name(call.func)) and name.rpartition(".")[2] not in functions
    }


def _given(inner: Location, calls: Sequence[ast.Call], wanted: Collection[str]) -> set[str]:
    """Names, where a function is called, of what it has as an argument or as its `self`."""
    function = later_uses.function_at(inner)
    if function is None:
        return set()
    arguments = syntax.positional(function.args)
    is_method = arguments[:1] == ["self"]
    found: set[str] = set()
    for call in calls:
        if inner.function in syntax.OF_OBJECTS:
            own = _name(call.func)
        elif syntax.last_name(call.func) == inner.function:
            own = _name(call.func.value) if isinstance(call.func, ast.Attribute) else ""
        else:
            continue
        given = [*zip(arguments[is_method:], call.args, strict=False)]
        given += [(one.arg, one.value) for one in call.keywords if one.arg]
        found |= {_name(value) for name, value in given if name in wanted}
        found |= {own} if is_method and "self" in wanted else set()
    return found - {""}


def _followed(
    function: syntax.Function, names: Collection[str], before: int
) -> tuple[list[int], set[str]]:
    """Lines of a function that make what it has under names, and arguments that it has them of."""
    lines: list[int] = []
    outer: set[str] = set()
    parameters = syntax.parameters(function.args)
    waiting, seen = list(names), set(names)
    while waiting:
        name = waiting.pop()
        given = [one for one in _values(function, name) if one[0] <= before]
        more: set[str] = set()
        for line, value in given:
            if _makes(value):
                lines.append(line)
            else:
                more |= {_name(node) for node in ast.walk(value) if isinstance(node, ast.expr)}
        if not given and name in parameters:
            outer.add(name)
        elif not given:
            more.add(name.rpartition(".")[0])
        waiting += more - seen - {""}
        seen |= more
    return lines, outer


def _values(function: syntax.Function, name: str) -> Iterator[tuple[int, ast.expr]]:
    """What a function gives a name or an attribute: the value, or what a loop goes over."""
    for node in syntax.own_nodes(function.body):
        loop = node if isinstance(node, (ast.For, ast.comprehension)) else None
        if loop and any(syntax.is_name(one, name) for one in ast.walk(loop.target)):
            yield loop.iter.lineno, loop.iter
    yield from ((target.lineno, value) for target, value in syntax.given_to(function, name))


def _makes(value: ast.expr) -> bool:
    """Whether an expression is a call that makes something, or a list or dict of such calls."""
    if isinstance(value, _WRITTEN_OUT):
        parts = [one for one in ast.walk(value) if isinstance(one, ast.Call)]
    else:
        parts = [value] if isinstance(value, ast.Call) else []
    return any(syntax.last_name(one.func) not in _HANDING_ON for one in parts)


def _name(node: ast.expr) -> str:
    """The name, with those of attributes, that an expression or an entry of it has."""
    while isinstance(node, ast.Subscript):
        node = node.value
    return syntax.dotted(node)
