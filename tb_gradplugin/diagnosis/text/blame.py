"""Of statements that read one name, the one that should read another which nothing reads."""

from __future__ import annotations

import ast
import itertools
from collections.abc import Collection, Sequence
from typing import NamedTuple

from tb_gradplugin.diagnosis.text import alike_names, interfaces, later_uses, syntax
from tb_gradplugin.diagnosis.text.reading import Read, written


class Blamed(NamedTuple):
    """A statement to blame, another one, and what speaks for it."""

    wrong: Read
    right: Read
    beside: tuple[str, ...]


class _Spoken(NamedTuple):
    """Of the names in a statement, those that go with the unread name, and with the other one."""

    own: tuple[str, ...]
    others: tuple[str, ...]

    @property
    def net(self) -> int:
        return len(self.own) - len(self.others)


def found(unread: str, name: str, reads: Sequence[Read], file: str) -> Blamed | None:
    """The statement to blame, if one of them tells that another name was meant.

    Args:
      unread: the name that nothing reads.
      name: the one that all of the statements read.
      reads: the statements, two or more.
      file: in which they stand.
    """
    plain, wanted = (one.rpartition(".")[2] for one in (name, unread))
    differing = alike_names.difference(plain, wanted)
    others, own = ({one} for one in differing) if differing else _tokens(plain, wanted)
    if name.endswith("]") and "".join(own | others).isdigit():
        # Names seldom count from zero, as the places of a list do.
        own = others = set()
    named = _named(reads, name, file)
    spoken = [_spoken(each, own, others, alike_names.speaks_for) for each in named]
    # No name goes with the other one where the unread one only has a token more.
    blamed = _by_words(reads, spoken, 1 if alike_names.added(plain, wanted) else 0)
    if differing is not None and own:
        blamed = _by_counterparts(reads, named, *differing) or blamed
    if differing is None:
        initials = plain[:1].lower(), wanted[:1].lower()
        if blamed is None and initials[0] != initials[1]:
            blamed = _by_counterparts(reads, named, *initials)
        if blamed is None or _are_alike(blamed.wrong, blamed.right):
            return blamed
        return blamed if _named_so(blamed, own, others) else None
    if blamed is None:
        short = [_spoken(each, {wanted}, {plain}, alike_names.abbreviates) for each in named]
        blamed = _by_words(reads, short)
    if blamed is not None or len(reads) != 2 or not _are_alike(*reads):
        return blamed
    if all(len(one) == 1 and one.isalpha() for one in differing):
        by_initials = [_spoken(each, own, others, alike_names.begins_with) for each in named]
        blamed = _by_words(reads, by_initials)
    if blamed is None and _does_the_same(*reads):
        blamed = _later(reads, spoken)
    return blamed


def _named_so(blamed: Blamed, own: Collection[str], others: Collection[str]) -> bool:
    """Whether what each of two statements makes is named after the name that it should read."""
    return all(
        any(alike_names.speaks_for(one, words) for one in later_uses.stored(read.statement))
        for read, words in ((blamed.wrong, own), (blamed.right, others))
    )


def later(unread: str, name: str, reads: Sequence[Read], file: str) -> Blamed:
    """The later one of two statements, unless words tell that it is the first.

    Args:
      unread: the name that nothing reads.
      name: the one that both of the statements read.
      reads: the statements.
      file: in which they stand.
    """
    others, own = _tokens(*(one.rpartition(".")[2] for one in (name, unread)))
    named = _named(reads, name, file)
    return _later(reads, [_spoken(each, own, others, alike_names.speaks_for) for each in named])


def _later(reads: Sequence[Read], spoken: Sequence[_Spoken]) -> Blamed:
    # The first is as it should be, unless it goes better with the one that is not read.
    first, last = reads
    is_first = spoken[0].net > spoken[1].net
    wrong, right = (first, last) if is_first else (last, first)
    return Blamed(wrong, right, spoken[not is_first].own)


def _tokens(name: str, other: str) -> tuple[set[str], set[str]]:
    """The tokens of each of two names that the other one has not."""
    one, each = set(alike_names.tokens(name)), set(alike_names.tokens(other))
    return one - each, each - one


def _by_words(reads: Sequence[Read], spoken: Sequence[_Spoken], below: int = 0) -> Blamed | None:
    """The only statement whose names go with the unread one, where another's go with the other.

    Of these more names, by at least one, go with the other; with `below` at 1 none have to.
    """
    telling = [place for place, one in enumerate(spoken) if one.net > 0]
    right = [place for place, one in enumerate(spoken) if one.net < below]
    if len(telling) != 1 or not right:
        return None
    wrong = reads[telling[0]]
    nearest = min(right, key=lambda place: (not _are_alike(reads[place], wrong), place))
    return Blamed(wrong, reads[nearest], spoken[telling[0]].own)


def _by_counterparts(
    reads: Sequence[Read], named: Sequence[Sequence[str]], other: str, own: str
) -> Blamed | None:
    """The only statement with names that have one token where those of another have the other one.

    As `b_h` and `b_z`: whatever else is named there, these stand for the same in both.
    """
    found: dict[int, Blamed] = {}
    for (right, names), (wrong, each) in itertools.permutations(enumerate(named), 2):
        pairs = [
            one
            for one in each
            if one not in names
            if any(alike_names.difference(name, one) == (other, own) for name in names)
        ]
        if pairs:
            found.setdefault(wrong, Blamed(reads[wrong], reads[right], tuple(pairs)))
    return next(iter(found.values())) if len(found) == 1 else None


def _does_the_same(first: Read, last: Read) -> bool:
    """Whether a statement computes what another one does, of the same or of the result of that."""
    known = syntax.loaded(first.statement) | later_uses.stored(first.statement)
    return _callees(first) == _callees(last) and syntax.loaded(last.statement) <= known


def _named(reads: Sequence[Read], name: str, file: str) -> list[list[str]]:
    is_of_several = len({id(one.function) for one in reads}) > 1
    return [_names(read, name, file, is_of_several) for read in reads]


def _names(read: Read, name: str, file: str, of_several: bool) -> list[str]:
    """The names in a statement, but for the one that is read and those of packages.

    Those of the functions are among them where the statements stand in several.
    """
    tree = syntax.tree_of(file)
    imported = set(interfaces.imports(tree) if tree is not None else ())
    found = [read.function.name] if of_several else []
    for node in ast.walk(read.statement):
        dotted = syntax.dotted(node)
        if dotted == "self" or name in (dotted, written(node)):
            continue
        if dotted.partition(".")[0] in imported:
            continue
        if isinstance(node, (ast.Name, ast.Attribute)):
            is_own = dotted == f"self.{syntax.last_name(node)}"
            found.append(dotted if is_own else syntax.last_name(node))
        elif isinstance(node, ast.Subscript) and isinstance(node.slice, ast.Constant):
            found += [node.slice.value] if isinstance(node.slice.value, str) else []
    return list(dict.fromkeys(found))


def _spoken(
    names: Sequence[str], own: set[str], others: set[str], is_of: alike_names.IsOf
) -> _Spoken:
    plain = [(one, one.rpartition(".")[2]) for one in names]
    told = [(one, is_of(each, own), is_of(each, others)) for one, each in plain]
    return _Spoken(
        tuple(one for one, is_own, is_other in told if is_own and not is_other),
        tuple(one for one, is_own, is_other in told if is_other and not is_own),
    )


def _are_alike(one: Read, other: Read) -> bool:
    """Whether two statements do the same, but for names."""
    return shape(one.statement) == shape(other.statement)


def shape(statement: ast.stmt) -> list[type[ast.AST]]:
    """What the value of a statement is made of, or all of one without a value."""
    return syntax.shape(getattr(statement, "value", None) or statement)


def _callees(read: Read) -> list[str]:
    """What a statement calls, but for what it reads."""
    calls = [node for node in ast.walk(read.statement) if isinstance(node, ast.Call)]
    return [syntax.dotted(one.func) for one in calls if one.func is not read.node]
