"""Names that a program has for things of one kind, such as `w_z` and `w_h`, and what tells of one.

Each is seen as tokens: the words and numbers of it, or the letters of a short one such as `Wz`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Sequence

SHARING = re.compile(r"(?<![a-z])(shar|tie|tying|reus|same|single)", re.IGNORECASE)
"""Beginnings of words by which a program says that one part is to be used for several."""

_TOKEN = re.compile(r"\d+|[A-Z]+(?![a-z])|[A-Z]?[^\W\d_A-Z]+")

_LETTERS = re.compile(r"[A-Za-z]{2}|[A-Z][a-z]{2}")
"""Names that are no words, as `bh` and `Wxh`."""

_SHORTEST = 3
"""Letters of a token, at least, that may stand for a longer one, as `neg` for `negative`."""

_FEWEST = 2
"""Words of a name, at least, whose first letters may stand for it."""

IsOf = Callable[[str, Collection[str]], bool]
"""Whether a name goes with some tokens."""


def tokens(name: str) -> list[str]:
    """The words and numbers of a plain name, in small letters."""
    found = list(name) if _LETTERS.fullmatch(name) else _TOKEN.findall(name)
    return [one.lower() for one in found]


def difference(name: str, other: str) -> tuple[str, str] | None:
    """The one token in which two plain names differ, of each; None of names that are not alike.

    Alike are names that have a token in common and differ in one; one may lack a number at its end.
    """
    one, each = tokens(name), tokens(other)
    if len(one) > len(each):
        one, each, is_turned = each, one, True
    else:
        is_turned = False
    if len(one) + 1 == len(each) and each[-1].isdigit() and one:
        one = [*one, ""]
    differing = [pair for pair in zip(one, each, strict=False) if pair[0] != pair[1]]
    if len(one) != len(each) or len(one) < 2 or len(differing) != 1:
        return None
    return differing[0][::-1] if is_turned else differing[0]


def added(name: str, other: str) -> str | None:
    """The one token that another plain name has more than a name, as `twin_q` has more than `q`."""
    one, each = tokens(name), tokens(other)
    places = range(len(each) if len(one) + 1 == len(each) else 0)
    return next((each[at] for at in places if one == each[:at] + each[at + 1 :] and one), None)


def are_alike(name: str, other: str) -> bool:
    """Whether two plain names differ in one token, or one of them has one more."""
    is_more = added(name, other) is not None or added(other, name) is not None
    return is_more or difference(name, other) is not None


def speaks_for(name: str, wanted: Collection[str]) -> bool:
    """Whether a plain name has one of some tokens, or what one of them is short for."""
    return any(_is_meant(own, one) for own in tokens(name) for one in wanted if one)


def begins_with(name: str, wanted: Collection[str]) -> bool:
    """Whether a word of a plain name begins with one of some letters."""
    return any(own.startswith(one) for own in tokens(name) for one in wanted if one)


def abbreviates(name: str, wanted: Collection[str]) -> bool:
    """Whether a plain name has the beginnings of all words of one of some names, as `gp` and `g_p`.

    Of a name of one word, and of itself, nothing is short.
    """
    own = tokens(name)
    return any(_shortens(name.lower(), own, tokens(one)) for one in wanted if one)


def tells_of_sharing(names: Iterable[str]) -> bool:
    """Whether one of some names says that one part is to be used for several."""
    return any(map(SHARING.search, names))


def _is_meant(own: str, wanted: str) -> bool:
    shorter, longer = sorted((own, wanted), key=len)
    return own == wanted or (len(shorter) >= _SHORTEST and longer.startswith(shorter))


def _shortens(name: str, own: Sequence[str], words: Sequence[str]) -> bool:
    if len(words) < _FEWEST or own == words:
        return False
    begin = len(own) == len(words) and all(map(str.startswith, words, own))
    return begin or name == "".join(word[0] for word in words)
