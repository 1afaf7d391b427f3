"""Statements that read one of two names alike, where another reads it too and none the other name.

As where a line was copied, and one of its names was not changed: slips of the pen.
"""

from __future__ import annotations

import ast
import functools
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from tb_gradplugin.diagnosis.text import (
    alike_names,
    blame,
    later_uses,
    left_out,
    reading,
    syntax,
    twice_in_line,
    unread,
)
from tb_gradplugin.schema.findings import Location


class Slip(NamedTuple):
    """A line that most likely should read another name.

    Attributes:
      unread: the name that nothing reads, with its owner.
      name: the one that is read in its place.
      line: where.
      other: the line of another statement, which reads it as well; the same of one that has it
        twice.
      beside: names of the statement to blame that go with the unread one; empty without any.
      statements: the numbers of the lines of both statements.
      maker: what makes both, if that speaks for it; empty otherwise.
    """

    unread: str
    name: str
    line: Location
    other: Location
    beside: tuple[str, ...]
    statements: tuple[range, range]
    maker: str = ""

    @property
    def said(self) -> dict[str, str]:
        """As evidence."""
        return {
            "in_its_place": self.name,
            "in_its_place_at": self.line.place,
            "read_as_well_in": self.other.place,
            **({"goes_with_it": ", ".join(self.beside)} if self.beside else {}),
            **({"made_alike_by": self.maker} if self.maker else {}),
        }


def of_argument(line: Location, argument: str, ran: left_out.Ran) -> Slip | None:
    """The statement of a function that reads another argument in the place of an unread one.

    Args:
      line: one of the function.
      argument: which the function never reads.
      ran: the lines that ran on the way to the loss.
    """
    function = later_uses.function_at(line)
    if function is None:
        return None
    arguments = {*syntax.positional(function.args), *(one.arg for one in function.args.kwonlyargs)}
    if argument not in arguments:
        return None
    others = arguments - {argument, "self", "cls"} - later_uses.stored(function)
    return found(argument, others, [function], line.file, ran)


def of_result(made: Location, ran: left_out.Ran) -> tuple[Slip, Location] | None:
    """The same of a result that a function names and never reads, and of one that is made alike.

    Args:
      made: a line of that function, on which the result is computed or comes out of a call.
      ran: the lines that ran on the way to the loss.

    Returns:
      What is to blame, and the line that gives the name which nothing reads.
    """
    function = later_uses.function_at(made)
    if function is None or unread.reads_all(function):
        return None
    given: dict[str, list[tuple[ast.stmt, object]]] = {}
    for node in syntax.own_nodes(function.body):
        if isinstance(node, ast.stmt) and later_uses.is_simple(node):
            for name, how in _named_by(node):
                given.setdefault(name, []).append((node, how))
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            given.setdefault(node.id, [])
    once = {name: every[0] for name, every in given.items() if len(every) == 1}
    left = [
        name
        for name, (node, _) in once.items()
        if syntax.spans(node, made.line) and not name.startswith("_")
        if not any(isinstance(one.ctx, ast.Load) for one in syntax.names_of(function, name))
    ]
    if len(left) != 1:
        return None
    node, how = once[left[0]]
    others = [name for name, (_, each) in once.items() if each == how and name != left[0]]
    slip = found(left[0], others, [function], made.file, ran)
    if slip is None:
        return None
    return slip, syntax.location(made.file, node.lineno, made.function)


def _named_by(statement: ast.stmt) -> Iterator[tuple[str, object]]:
    """The plain names that a statement gives values to, and how it makes each of these."""
    for target in syntax.targets(statement):
        if isinstance(target, ast.Name):
            yield target.id, tuple(blame.shape(statement))
        elif isinstance(target, (ast.Tuple, ast.List)):
            # Of several that come out of one call, each is made like the others.
            yield from ((name, id(statement)) for name in later_uses.stored(target))


def found(
    unread: str,
    others: Iterable[str],
    functions: Sequence[syntax.Function],
    file: str,
    ran: left_out.Ran,
) -> Slip | None:
    """The statement that reads another name in the place of one which nothing reads.

    Args:
      unread: that name, with its owner if it is an attribute.
      others: names of things of its kind, with their owners.
      functions: in which they are read.
      file: in which these stand.
      ran: the lines that ran on the way to the loss.

    Returns:
      None unless one of the others is read by two statements or more that ran. Of these, one alone
      has to have names that go with the unread one, as `b_h` goes with `w_h` and `text` with `t`,
      and another such that go with the one that is read. Of two which do the same, it is the later
      one; one alone is to blame that has a name alike twice where two things are put together.
      Where a function says that it uses one thing for several, nothing is a slip.
    """
    if any(cannot_be_seen(one) for one in functions):
        return None
    slips = []
    for name in dict.fromkeys(others):
        reads = list(reading.statements(functions, name, file, ran))
        blamed = blame.found(unread, name, reads, file) if len(reads) > 1 else None
        blamed = blamed or _having_twice(unread, name, reads)
        if blamed is not None:
            slips.append(slip_of(unread, name, blamed, file))
    spoken = [one for one in slips if one.beside]
    slips = spoken or slips
    return slips[0] if len(slips) == 1 else None


def _having_twice(unread: str, name: str, reads: Sequence[reading.Read]) -> blame.Blamed | None:
    plain, wanted = (one.rpartition(".")[2] for one in (name, unread))
    if not alike_names.are_alike(plain, wanted):
        return None
    second = [(read, twice_in_line.found(read.statement, name)) for read in reads]
    wrong = [read._replace(node=node) for read, node in second if node is not None]
    return blame.Blamed(wrong[0], wrong[0], ()) if len(wrong) == 1 else None


def slip_of(unread: str, name: str, blamed: blame.Blamed, file: str) -> Slip:
    """A slip in one statement, of two that read a name."""
    line, other = (
        syntax.location(file, read.node.lineno, read.function.name)
        for read in (blamed.wrong, blamed.right)
    )
    statements = (syntax.lines(blamed.wrong.statement), syntax.lines(blamed.right.statement))
    return Slip(unread, name, line, other, blamed.beside, statements)


@functools.lru_cache(maxsize=2048)
def cannot_be_seen(function: syntax.Function) -> bool:
    """Whether names may be read by other ways, or are said to stand for several things."""
    names: set[str] = {function.name}
    for node in ast.walk(function):
        for field in ("id", "attr", "arg"):
            if isinstance(name := getattr(node, field, None), str):
                names.add(name)
    hidden = {*syntax.ALL_NAMES, "getattr", "__dict__"}
    return not names.isdisjoint(hidden) or alike_names.tells_of_sharing(names)
