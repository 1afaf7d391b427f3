"""What `explain` says, in short: of each cause its code, its headline and its line."""

from __future__ import annotations

import itertools

import tb_gradplugin as tbg

_WHERE = "  where "


def excerpt(report: tbg.Report) -> str:
    """The beginnings of the findings that one should act on; of notes where there are no others.

    Every line is one of `str(report)`. Where nothing was found, it is the first paragraph.
    """
    summary, *texts = str(report).split("\n\n")
    findings = [text for text in texts if text.split(" ", 1)[0] in _codes(report)]
    return "\n\n".join(map(_beginning, findings)) or summary


def _codes(report: tbg.Report) -> set[str]:
    grave = {finding.code for finding in report.findings if finding.severity != "note"}
    return grave or {finding.code for finding in report.findings}


def _beginning(text: str) -> str:
    lines = text.splitlines()
    headline = list(itertools.takewhile(lambda line: not line.startswith("  "), lines))
    return "\n".join([*headline, *[line for line in lines if line.startswith(_WHERE)]])
