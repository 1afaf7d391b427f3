"""A finding as text: `CODE name - certainty`, headline, where, path, why, help."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from tb_gradplugin.messages import flow_phrases, layout, phrases, ways
from tb_gradplugin.messages.words.table import WORDS
from tb_gradplugin.schema import codes
from tb_gradplugin.schema.findings import Finding

_MOST_LISTED = 24
MOST_PLACES = 3
"""Lines of the program that are shown, at most."""


_STATUSES = {
    "null": "no gradient",
    "nonfinite": "a non-finite gradient",
    "zero": "a zero gradient",
    "exploding": "an exploding gradient",
    "vanishing": "a vanishing gradient",
    "wrong": "a wrong gradient",
}


def headline(finding: Finding) -> str:
    """One sentence that stands alone: which variables, what is missing, the one cause.

    Raises:
      KeyError: if the code of the finding has no words.
    """
    words = WORDS[finding.code]
    own = words.headline(finding)
    if own:
        return own
    verb = "receive" if phrases.many(finding) else "receives"
    likely = "most likely " if finding.certainty == "likely" else ""
    subject = phrases.names(finding.variables)
    if "loss" in finding.evidence:
        return (
            f"{subject} {verb} a finite gradient of a loss that is {finding.evidence['loss']}, "
            f"{likely}because {words.because(finding)}."
        )
    what = _STATUSES.get(finding.status, _STATUSES["null"])
    ends_inside = finding.op_type and phrases.fact(finding, "misuse") == "inner_cut"
    because = phrases.inner_way_ends(finding) if ends_inside else words.because(finding)
    return f"{subject} {likely}{verb} {what} because {because}."


def title(finding: Finding) -> str:
    """The code, the name and how certain it is."""
    return f"{finding.code} {finding.name} \u00b7 {finding.certainty}"


def text(finding: Finding) -> str:
    """The whole explanation; parts with nothing to say are left out.

    Raises:
      KeyError: if the code of the finding has no words.
    """
    lines = [title(finding), layout.paragraph(headline(finding))]
    parts = {"where": _where(finding), "path": [ways.way(finding.path)] if finding.path else []}
    for name, said in facts(finding):
        lines += layout.part(name, parts.get(name, said))
    return "\n".join(lines)


def facts(finding: Finding) -> Iterator[tuple[str, Sequence[str]]]:
    """The named parts below the headline, in their order; one may have nothing to say.

    The parts "where" and "path" are empty: where they are shown decides what they look like.

    Raises:
      KeyError: if the code of the finding has no words.
    """
    words = WORDS[finding.code]
    ruled_out = ", ".join(codes.NAMES.get(code, code) for code in finding.ruled_out)
    many = len(finding.variables) > phrases.MOST_NAMES
    yield "variables", [_listed(finding.variables)] if many else []
    yield "where", []
    yield "path", []
    yield "evidence", _some(words.evidence(finding), flow_phrases.beside_limit(finding))
    yield "behind it", _some(_behind(finding))
    yield "ruled out", _some(ruled_out)
    yield "why", _some(words.why(finding))
    yield "note", _some(meant(finding))
    yield "help", words.remedies(finding)


def meant(finding: Finding) -> str:
    """Why what was found may be as the program wants it; empty where nothing says so."""
    reason = phrases.fact(finding, "severity_because") if finding.severity != "error" else ""
    how = "Likely" if finding.severity == "note" else "Perhaps"
    what = "harmless" if finding.code.startswith("GH") else "meant"
    return f"{how} {what}: {reason}." if reason else ""


def report_text(
    statuses: Mapping[str, str], findings: Sequence[Finding], exception_text: str = ""
) -> str:
    """The text of a whole report: the count, every finding, and what the program raised.

    Args:
      statuses: by the name of the variable.
      findings: worst first.
      exception_text: type and message; empty where nothing was raised.
    """
    parts = [layout.paragraph(summary(statuses))]
    parts += [text(finding) for finding in findings]
    if said := raised(findings, exception_text):
        parts.append(layout.paragraph(said))
    return "\n\n".join(parts)


def raised(findings: Sequence[Finding], exception_text: str) -> str:
    """What the program raised, unless a finding tells it or there is nothing."""
    if not exception_text or any("exception" in finding.evidence for finding in findings):
        return ""
    return f"The program raised {phrases.first_line(exception_text, 1000)}"


def summary(statuses: Mapping[str, str]) -> str:
    """How many variables receive what, in a sentence."""
    counts = Counter(statuses.values())
    total = len(statuses)
    if counts["null"] == total:
        return (
            "The variable receives no gradient."
            if total == 1
            else f"None of the {total:,} variables receives a gradient."
        )
    sick = [(status, counts[status]) for status in _STATUSES if counts[status]]
    if not sick:
        every = "The variable receives" if total == 1 else f"All {total:,} variables receive"
        return f"{every} a gradient."
    if len(sick) == 1 and sick[0][1] == total:
        every = "The variable receives" if total == 1 else f"All {total:,} variables receive"
        return f"{every} {_STATUSES[sick[0][0]]}."
    said = []
    for status, number in sick:
        names = [name for name, one in statuses.items() if one == status]
        verb = "receives" if number == 1 else "receive"
        # The findings name those without a gradient.
        named = "" if status == "null" else f" ({phrases.names(names)})"
        said.append(f"{number:,} {verb} {_STATUSES[status]}{named}")
    return f"Of {phrases.counted(total, 'variable')}, {'; '.join(said)}."


def _behind(finding: Finding) -> str:
    op_type = phrases.fact(finding, "next_cut")
    if not op_type:
        return ""
    line = phrases.fact(finding, "next_cut_line")
    where = f" ({line})" if line else ""
    return f"on the same way, {phrases.op(op_type)}{where} ends the gradient too."


def _where(finding: Finding) -> list[str]:
    width = layout.WIDTH - 13
    shown = finding.locations[:MOST_PLACES]
    lines = [layout.source_line(one.place, one.source, width) for one in shown]
    return lines + _some(op(finding))


def op(finding: Finding) -> str:
    """The op to blame, its layer, and what stands between it and the user's line."""
    said = []
    if finding.op_type:
        named = f" `{finding.op_name}`" if finding.op_name else ""
        said.append(f"op {finding.op_type}{named}")
    if finding.layer:
        said.append(f"layer `{finding.layer}`")
    times = finding.evidence.get("times")
    if times:
        said.append(f"{times} times")
    hidden = finding.evidence.get("hidden_frames")
    if hidden:
        said.append(f"+ {phrases.counted(int(hidden), 'framework frame')}")
    return ", ".join(said)


def _listed(variables: Sequence[str]) -> str:
    rest = len(variables) - _MOST_LISTED
    return ", ".join(variables[:_MOST_LISTED]) + (f" and {rest:,} more" if rest > 0 else "")


def _some(*lines: str) -> list[str]:
    return [line for line in lines if line]


Finding.is_told_by(text)
