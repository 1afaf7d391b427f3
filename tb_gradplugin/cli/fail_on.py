"""What makes a check fail: severities, and kinds of verdict."""

from __future__ import annotations

import dataclasses
import difflib
from collections.abc import Iterable

from tb_gradplugin.schema.findings import SEVERITIES
from tb_gradplugin.schema.verdicts import RULES

NEVER = "never"

WORDS = (*SEVERITIES, *RULES, NEVER)
"""What may be asked for: a severity, a kind, or nothing at all."""

_AT_LEAST = "warning"
"""A kind that is asked for fails from this severity on: notes are no fault."""


class UnknownWordError(ValueError):
    """There is neither a severity nor a kind of that name."""


@dataclasses.dataclass(frozen=True)
class FailOn:
    """Which verdicts and findings make a check fail.

    Attributes:
      words: of `WORDS`; a severity stands for all that is as bad or worse, a
        kind for its verdicts that are more than a note.
    """

    words: tuple[str, ...] = (_AT_LEAST,)

    def includes(self, kind: str, severity: str) -> bool:
        """Whether a verdict or finding makes the check fail.

        Args:
          kind: a key of `RULES`, or the status of a finding.
          severity: one of `SEVERITIES`; another one, which a newer version may
            have written, counts as a warning.
        """
        rank = _rank(severity)
        if any(word in SEVERITIES and rank <= _rank(word) for word in self.words):
            return True
        return kind in self.words and rank <= _rank(_AT_LEAST)


def fail_on(words: Iterable[str]) -> FailOn:
    """What was asked for.

    Args:
      words: of `WORDS`, in any case.

    Raises:
      UnknownWordError: a word is none of them, there is none, or "never" is not
        alone.
    """
    found = tuple(dict.fromkeys(word.strip().lower() for word in words if word.strip()))
    for word in found:
        if word not in WORDS:
            near = difflib.get_close_matches(word, WORDS, n=3, cutoff=0.6)
            hint = f" The nearest: {', '.join(near)}." if near else ""
            raise UnknownWordError(
                f"What a check fails on must be of {', '.join(WORDS)}. Received: {word!r}.{hint}"
            )
    if not found or (NEVER in found and len(found) > 1):
        raise UnknownWordError(
            f"What a check fails on must be severities and kinds, or {NEVER!r} alone. "
            f"Received: {', '.join(found)!r}"
        )
    return FailOn(() if NEVER in found else found)


def _rank(severity: str) -> int:
    known = severity if severity in SEVERITIES else _AT_LEAST
    return SEVERITIES.index(known)
