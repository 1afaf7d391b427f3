"""How the parts of an explanation are laid out: names on the left, text in columns."""

from __future__ import annotations

import io
import textwrap
import tokenize
from collections.abc import Iterable

WIDTH = 100
_NAME = 11
"""Columns of the name of a part, with the two before it."""

_NO_COMMENT = "  # ..."


def paragraph(text: str) -> str:
    """Text without a name, wrapped; long names and paths stay whole."""
    return "\n".join(_wrapped(text, WIDTH, ""))


def part(name: str, lines: Iterable[str]) -> list[str]:
    """A named part: each line is wrapped, and what follows the first is set below it.

    Args:
      name: of the part; up to 9 letters.
      lines: none makes no part.
    """
    result: list[str] = []
    for line in lines:
        for piece in _wrapped(line, WIDTH - _NAME - 2, "  "):
            label = "" if result else name
            result.append(f"  {label:<{_NAME - 2}}  {piece}".rstrip())
    return result


def cut_off(text: str, width: int) -> str:
    """The text, ended by three dots where it is longer than `width` columns."""
    return text if len(text) <= width else text[: width - 3].rstrip() + "..."


def source_line(place: str, source: str, width: int) -> str:
    """A place with its line of source, of which a comment is what is left out first.

    Args:
      place: "file:line".
      source: one line of Python; may be empty.
      width: columns, at most, unless the place alone has more.
    """
    source = source.strip()
    if not source:
        return place
    whole = f"{place}   {source}"
    code = source[: _end_of_code(source)].rstrip()
    if len(whole) <= width or not code:
        return cut_off(whole, max(width, len(place) + 6))
    marked = f"{place}   {code}{_NO_COMMENT if code != source else ''}"
    return marked if len(marked) <= width else cut_off(f"{place}   {code}", width)


def _end_of_code(source: str) -> int:
    """Where the comment of a line of Python begins; its length where it has none."""
    try:
        for token in tokenize.generate_tokens(io.StringIO(source).readline):
            if token.type == tokenize.COMMENT:
                return token.start[1]
    except (tokenize.TokenError, SyntaxError):
        # A line may be a part of a statement; what stands before its end was seen.
        pass
    return len(source)


def _wrapped(text: str, width: int, indent: str) -> list[str]:
    return textwrap.wrap(
        text,
        width,
        subsequent_indent=indent if indent else "",
        break_long_words=False,
        break_on_hyphens=False,
    ) or [""]
