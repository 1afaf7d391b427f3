"""How the parts of an explanation are laid out: names on the left, text in columns."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable

WIDTH = 100
_NAME = 11
"""Columns of the name of a part, with the two before it."""


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


def _wrapped(text: str, width: int, indent: str) -> list[str]:
    return textwrap.wrap(
        text,
        width,
        subsequent_indent=indent if indent else "",
        break_long_words=False,
        break_on_hyphens=False,
    ) or [""]
