"""A verdict as text: `CODE name - severity`, headline, evidence, why, help."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from tb_gradplugin.messages import layout, phrases
from tb_gradplugin.messages.recorded_words import Words
from tb_gradplugin.messages.rules.evidence import evidence
from tb_gradplugin.messages.rules.table import RULE_WORDS
from tb_gradplugin.schema.verdicts import Verdict

_MOST_LISTED = 24


def words_of(verdict: Verdict) -> Words:
    """The words of a verdict; those of a finding have the same parts."""
    wording = RULE_WORDS[verdict.rule]
    return Words(
        headline=headline(verdict),
        evidence=evidence(verdict),
        why=wording.why(verdict),
        note=_note(verdict),
        remedies=wording.remedies(verdict),
        text=_text(verdict),
    )


def headline(verdict: Verdict) -> str:
    """One sentence that stands alone: what is unhealthy, by how much, since when."""
    return f"{RULE_WORDS[verdict.rule].what(verdict)}."


def title(verdict: Verdict) -> str:
    """The code where there is one, the rule and the severity."""
    return f"{verdict.code} {verdict.rule} \u00b7 {verdict.severity}".strip()


def report(verdicts: Iterable[Verdict]) -> str:
    """All verdicts, in the order that they are given in."""
    return "\n\n".join(words_of(verdict).text for verdict in verdicts)


def facts(verdict: Verdict) -> Iterator[tuple[str, Sequence[str]]]:
    """The named parts below the headline, in their order; one may have nothing to say."""
    wording = RULE_WORDS[verdict.rule]
    rest = len(verdict.variables) - _MOST_LISTED
    more = f" and {rest:,} more" if rest > 0 else ""
    listed = ", ".join(verdict.variables[:_MOST_LISTED]) + more
    note = _note(verdict)
    yield "variables", [listed] if len(verdict.variables) > phrases.MOST_NAMES else []
    yield "evidence", [evidence(verdict)]
    yield "why", [wording.why(verdict)]
    yield "note", [note] if note else []
    yield "help", wording.remedies(verdict)


def _note(verdict: Verdict) -> str:
    note = RULE_WORDS[verdict.rule].note
    return f"Likely meant: {note}." if note and verdict.severity == "note" else ""


def _text(verdict: Verdict) -> str:
    lines = [title(verdict), layout.paragraph(headline(verdict))]
    for name, said in facts(verdict):
        lines += layout.part(name, said)
    return "\n".join(lines)


Verdict.is_told_by(_text)
