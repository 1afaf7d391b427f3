"""A whole report, or what was recorded of a run, for a notebook."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from tb_gradplugin.messages import explanation, phrases
from tb_gradplugin.messages.notebook import card
from tb_gradplugin.messages.notebook.style import NAME, STYLE
from tb_gradplugin.messages.notebook.text import code, escaped, prose
from tb_gradplugin.schema.findings import Finding
from tb_gradplugin.schema.verdicts import Verdict

_MOST_OPEN = 3
"""Findings that are unfolded from the beginning, if there is something to do about them."""


def report_html(
    statuses: Mapping[str, str], findings: Sequence[Finding], exception_text: str = ""
) -> str:
    """A report of `explain`, with the words of its text and every status.

    Args:
      statuses: by the name of the variable.
      findings: worst first.
      exception_text: type and message; empty where nothing was raised.
    """
    parts = [f'<p class="{NAME}-sum">{prose(explanation.summary(statuses))}</p>']
    parts += _findings(findings)
    if said := explanation.raised(findings, exception_text):
        # Not prose: what stands between backticks in it was not put there by us.
        parts.append(f"<p><bdi>{escaped(said)}</bdi></p>")
    parts.append(_statuses(statuses))
    return _whole("Gradients", parts)


def log_html(
    steps: Sequence[int],
    variables: int,
    verdicts: Sequence[Verdict],
    findings: Sequence[Finding],
) -> str:
    """What is unhealthy in a recording, and why.

    Args:
      steps: those of which a row was recorded, in ascending order.
      variables: number of variables.
      verdicts: worst first.
      findings: worst first.
    """
    parts = [f'<p class="{NAME}-sum">{_recorded(steps, variables)}</p>']
    parts += [
        card.of_verdict(verdict, number < _MOST_OPEN and verdict.severity != "note")
        for number, verdict in enumerate(verdicts)
    ]
    parts += _findings(findings)
    if not verdicts and not findings:
        parts.append("<p>Nothing is unhealthy.</p>")
    return _whole("Recorded gradients", parts)


def _recorded(steps: Sequence[int], variables: int) -> str:
    what = f"{phrases.counted(variables, 'variable')}, {phrases.counted(len(steps), 'row')}"
    return f"{what} from step {steps[0]:,} to step {steps[-1]:,}." if steps else f"{what}."


def _findings(findings: Iterable[Finding]) -> list[str]:
    return [
        card.of_finding(finding, number < _MOST_OPEN and finding.severity != "note")
        for number, finding in enumerate(findings)
    ]


def _statuses(statuses: Mapping[str, str]) -> str:
    rows = "".join(
        f'<tr><th scope="row">{code(name)}</th><td>{escaped(status)}</td></tr>'
        for name, status in statuses.items()
    )
    return (
        "<details><summary>The status of each variable</summary>"
        f'<div class="{NAME}-list" tabindex="0" role="group" aria-label="Statuses"><table>'
        '<thead><tr><th scope="col">variable</th><th scope="col">status</th></tr></thead>'
        f"<tbody>{rows}</tbody></table></div></details>"
    )


def _whole(label: str, parts: Iterable[str]) -> str:
    return f'{STYLE}<div class="{NAME}" role="group" aria-label="{label}">{"".join(parts)}</div>'
