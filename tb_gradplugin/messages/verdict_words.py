"""A verdict as text: `CODE name - severity`, headline, evidence, why, help."""

from __future__ import annotations

from collections.abc import Iterable

from tb_gradplugin.messages import layout, phrases
from tb_gradplugin.messages.recorded_words import Words
from tb_gradplugin.messages.rules.table import RULE_WORDS
from tb_gradplugin.messages.rules.wording import as_text
from tb_gradplugin.schema.verdicts import Verdict

_MOST_LISTED = 24


def words_of(verdict: Verdict) -> Words:
    """The words of a verdict; those of a finding have the same parts."""
    wording = RULE_WORDS[verdict.rule]
    note = f"Likely meant: {wording.note}." if wording.note and verdict.severity == "note" else ""
    return Words(
        headline=headline(verdict),
        evidence=evidence(verdict),
        why=wording.why(verdict),
        note=note,
        remedies=wording.remedies(verdict),
        text=_text(verdict, note),
    )


def headline(verdict: Verdict) -> str:
    """One sentence that stands alone: what is unhealthy, by how much, since when."""
    return f"{RULE_WORDS[verdict.rule].what(verdict)}."


def title(verdict: Verdict) -> str:
    """The code where there is one, the rule and the severity."""
    return f"{verdict.code} {verdict.rule} \u00b7 {verdict.severity}".strip()


def evidence(verdict: Verdict) -> str:
    """All numbers, by name."""
    return ", ".join(f"{name} {as_text(value)}" for name, value in verdict.evidence.items())


def report(verdicts: Iterable[Verdict]) -> str:
    """All verdicts, in the order that they are given in."""
    return "\n\n".join(words_of(verdict).text for verdict in verdicts)


def _text(verdict: Verdict, note: str) -> str:
    wording = RULE_WORDS[verdict.rule]
    lines = [title(verdict), layout.paragraph(headline(verdict))]
    if len(verdict.variables) > phrases.MOST_NAMES:
        rest = len(verdict.variables) - _MOST_LISTED
        more = f" and {rest:,} more" if rest > 0 else ""
        listed = ", ".join(verdict.variables[:_MOST_LISTED]) + more
        lines += layout.part("variables", [listed])
    lines += layout.part("evidence", [evidence(verdict)])
    lines += layout.part("why", [wording.why(verdict)])
    lines += layout.part("note", [note] if note else [])
    lines += layout.part("help", wording.remedies(verdict))
    return "\n".join(lines)
