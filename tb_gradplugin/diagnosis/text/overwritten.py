"""Results that a program gives a name and loses by giving that name another value, unread.

The same goes for an attribute of `self`, and for an entry with a known key.
"""

from __future__ import annotations

import ast
import itertools
from collections.abc import Collection, Iterator, Sequence

from tb_gradplugin.diagnosis.text import later_uses, slots, syntax
from tb_gradplugin.schema.findings import Location

_TRIES = (ast.Try, getattr(ast, "TryStar", ast.Try))
"""`except*` is of Python 3.11."""


def by_line(made: Location, ran: Collection[tuple[str, int]] = ()) -> tuple[str, Location] | None:
    """The name that a line gives to what it computes, and the line that gives it something else.

    Args:
      made: the line on which a tensor was computed that no op used.
      ran: files and numbers of lines that are known to have run.

    Returns:
      None unless the other line comes next, whatever happens, or under a condition and is known to
      have run; nothing between them reads the name, the other line does not either, and no
      function inside of theirs has it. What is no plain name is read by none that they call.
    """
    function, tree = later_uses.function_at(made), syntax.tree_of(made.file)
    if function is None or tree is None:
        return None
    own = list(statements_at(function, made.line))
    given = slots.given(own[0][0]) if own else []
    names = [name for name in given if not is_dropped(name, function, made.line)]
    lines = {line for file, line in ran if file == made.file}
    stores = {
        name: _next_store(own, name, lines, function, tree)
        for name in names
        if not is_kept(name, function, tree)
    }
    lost = [(name, other) for name, other in stores.items() if other is not None]
    # Of several, it is that one which was computed for nothing only if the others are read. Who
    # reads an attribute or an entry cannot be told.
    others = set(filter(str.isidentifier, names)) - {name for name, _ in lost}
    if not lost or (others and len(lost) > 1) or not others <= syntax.loaded(function):
        return None
    name, other = min(lost, key=lambda each: each[1].lineno)
    return name, syntax.location(made.file, other.lineno, made.function)


def names_given(function: ast.AST, line: int) -> list[str]:
    """The names to which the simple statement on a line gives its value, or parts of it."""
    own = next(statements_at(function, line), None)
    return [] if own is None else [one for one in slots.given(own[0]) if one.isidentifier()]


def following(function: ast.AST, line: int) -> list[ast.stmt]:
    """What follows the simple statement on a line, in its own block and in those around it."""
    return [one for _, behind in statements_at(function, line) for one in behind]


def statements_at(function: ast.AST, line: int) -> Iterator[tuple[ast.stmt, list[ast.stmt]]]:
    """The simple statement on a line and those around it, each with what follows in its block."""
    found = [
        (statement, block[place + 1 :])
        for block in _blocks(function)
        for place, statement in enumerate(block)
        if syntax.spans(statement, line)
    ]
    return reversed(found) if found and later_uses.is_simple(found[-1][0]) else iter(())


def _blocks(function: ast.AST) -> Iterator[list[ast.stmt]]:
    """The blocks of a function in which one statement follows another whatever happens."""
    waiting: list[ast.AST] = [function]
    while waiting:
        node = waiting.pop()
        for field in ("body", "orelse", "finalbody"):
            block = getattr(node, field, None)
            # What an exception interrupts may be read by what catches it.
            if isinstance(block, list) and not isinstance(node, _TRIES):
                yield block
                waiting += [one for one in block if not isinstance(one, syntax.DEFINITIONS)]


def is_dropped(name: str, function: ast.AST, line: int) -> bool:
    """Whether a name is "_", or begins so, and no line behind one reads it.

    What a loop or a comprehension gives that name itself is another thing.
    """
    if not name.startswith("_"):
        return False
    own = {
        id(node)
        for scope in ast.walk(function)
        if any(name in later_uses.stored(target) for target in _loop_targets(scope))
        for node in ast.walk(scope)
    }
    return not any(
        syntax.is_name(node, name)
        and isinstance(node.ctx, ast.Load)  # type: ignore[attr-defined]
        and node.lineno > line  # type: ignore[attr-defined]
        and id(node) not in own
        for node in ast.walk(function)
    )


def _loop_targets(scope: ast.AST) -> list[ast.expr]:
    """What a loop, or each of those in a comprehension, gives its elements to."""
    loops = getattr(scope, "generators", [scope])
    return [
        one.target for one in loops if isinstance(one, (ast.For, ast.AsyncFor, ast.comprehension))
    ]


def is_kept(name: str, function: syntax.Function, tree: ast.Module) -> bool:
    """Whether something beside the lines of a function may read what they give a value to."""
    if name.isidentifier():
        return name in kept_by_others(function)
    return slots.is_kept_by_others(name, function, tree)


def _next_store(
    around: Sequence[tuple[ast.stmt, list[ast.stmt]]],
    name: str,
    ran: Collection[int],
    function: syntax.Function,
    tree: ast.Module,
) -> ast.stmt | None:
    for statement in itertools.chain.from_iterable(following for _, following in around):
        if slots.may_be_read_by_called(statement, name, function, tree):
            return None
        of_it = slots.mentions(statement, name)
        if name in slots.given(statement) and len(of_it) == 1:
            return statement
        if isinstance(statement, ast.If) and len(of_it) == 1:
            stores = [one for one in statement.body if slots.only_given(one) == name]
            if stores and any(syntax.spans(stores[0], line) for line in ran):
                return stores[0]
        if of_it:
            return None
    return None


def kept_by_others(function: ast.AST) -> set[str]:
    """Names that functions inside of a function may read, or that are not its own."""
    found: set[str] = set()
    for node in ast.walk(function):
        if isinstance(node, (ast.Global, ast.Nonlocal)):
            found.update(node.names)
        elif node is not function and isinstance(node, (*syntax.DEFINITIONS, ast.Lambda)):
            found |= {one.id for one in ast.walk(node) if isinstance(one, ast.Name)} - _own(node)
        elif isinstance(node, ast.Name) and node.id in syntax.ALL_NAMES:
            found |= {one.id for one in ast.walk(function) if isinstance(one, ast.Name)}
    return found


def _own(inner: ast.AST) -> set[str]:
    """Names that are a function's own, whatever those around it call so."""
    if not isinstance(inner, syntax.FUNCTIONS):
        return set()
    others = (node for node in ast.walk(inner) if node is not inner)
    if any(isinstance(node, (*syntax.DEFINITIONS, ast.Lambda)) for node in others):
        return set()  # those inside of it may read the names of either
    return syntax.parameters(inner.args) | later_uses.stored(inner)
