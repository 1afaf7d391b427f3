"""Text as HTML. Whatever a name or a line of source holds, it stays text."""

from __future__ import annotations

import html
import unicodedata

LONGEST = 500
"""Characters of one name or line that are shown."""


def escaped(text: str) -> str:
    """Text for an element or an attribute in double quotes."""
    return html.escape(_printable(text))


def code(text: str) -> str:
    """A name or a line of source, shortened; letters that turn the direction stay inside."""
    shown = text if len(text) <= LONGEST else f"{text[:LONGEST]}\u2026"
    return f"<code><bdi>{escaped(shown)}</bdi></code>"


def prose(text: str) -> str:
    """A sentence, with what stands in it between backticks as code."""
    pieces = text.split("`")
    if len(pieces) % 2 == 0:
        # A name holds a backtick itself: which ones are marks cannot be told.
        return f"<bdi>{escaped(text)}</bdi>"
    return "".join(
        code(piece) if number % 2 else escaped(piece) for number, piece in enumerate(pieces)
    )


def _printable(text: str) -> str:
    """Without control characters and halves of pairs, which no document may hold."""
    return "".join(
        "\ufffd"
        if unicodedata.category(letter) in ("Cc", "Cs") and letter not in "\n\t"
        else letter
        for letter in text
    )
