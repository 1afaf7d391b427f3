"""One cause, or one judgement, as an element that folds up."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from tb_gradplugin.messages import explanation, recorded_words, verdict_words
from tb_gradplugin.messages.notebook.style import NAME
from tb_gradplugin.messages.notebook.text import code, escaped, prose
from tb_gradplugin.messages.notebook.way import way
from tb_gradplugin.schema.findings import SEVERITIES, Finding
from tb_gradplugin.schema.verdicts import Verdict


def of_finding(finding: Finding, is_open: bool = True) -> str:
    """A finding with all that its text says; one without words says what is known."""
    words = recorded_words.words_of(finding)
    return _card(
        finding.severity, words.text.partition("\n")[0], words.headline, _facts(finding), is_open
    )


def of_verdict(verdict: Verdict, is_open: bool = True) -> str:
    """A verdict with all that its text says."""
    # The severity stands before it.
    title = f"{verdict.code} {verdict.rule}".strip()
    facts = ((name, map(prose, said)) for name, said in verdict_words.facts(verdict))
    return _card(verdict.severity, title, verdict_words.headline(verdict), facts, is_open)


def _card(
    severity: str,
    title: str,
    headline: str,
    facts: Iterable[tuple[str, Iterable[str]]],
    is_open: bool,
) -> str:
    mark = f"{NAME}-{severity}" if severity in SEVERITIES else ""
    return (
        f"<details{' open' if is_open else ''}>"
        f'<summary><span class="{NAME}-head">'
        f'<span class="{NAME}-mark {mark}">{escaped(severity)}</span> '
        f"<strong>{prose(title)}</strong><br>{prose(headline)}</span></summary>"
        f'<dl class="{NAME}-facts">{"".join(_parts(facts))}</dl></details>'
    )


def _parts(facts: Iterable[tuple[str, Iterable[str]]]) -> Iterator[str]:
    for name, said in facts:
        lines = "".join(f"<dd>{line}</dd>" for line in said)
        if lines:
            yield f"<dt>{escaped(name)}</dt>{lines}"


def _facts(finding: Finding) -> list[tuple[str, Sequence[str]]]:
    own = {
        "where": _where(finding),
        "path": [way(finding.path, finding.status)] if finding.path else [],
    }
    try:
        facts = list(explanation.facts(finding))
    except Exception:  # Written by a later version, or by something else.
        facts = [("where", []), ("path", []), ("help", recorded_words.words_of(finding).remedies)]
    return [(name, own.get(name, [prose(line) for line in said])) for name, said in facts]


def _where(finding: Finding) -> list[str]:
    lines = []
    for location in finding.locations[: explanation.MOST_PLACES]:
        source = code(location.source.strip()) if location.source.strip() else ""
        place = code(location.place)
        lines.append(f'<span class="{NAME}-line">{place} {source}</span>')
    said = explanation.op(finding)
    return [*lines, prose(said)] if said else lines
