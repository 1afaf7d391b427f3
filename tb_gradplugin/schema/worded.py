"""Facts that can be printed. Their words are made by `messages`, which lies above them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ClassVar


class Worded:
    """What reads as text in `print` and `str` once `messages` has said how.

    Whoever hands such facts to a user writes texts of them as well, so that it has by then.
    """

    _text: ClassVar[Callable[[Any], str]] = repr

    @classmethod
    def is_told_by(cls, text: Callable[[Any], str]) -> None:
        """Makes what this function returns the text of each of them."""
        cls._text = staticmethod(text)

    def __str__(self) -> str:
        return type(self)._text(self)
