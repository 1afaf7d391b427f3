"""For people: a table of verdicts, what was found out while training, and what was left out."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import TextIO

import rich.box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from tb_gradplugin.backend.findings import RecordedFinding
from tb_gradplugin.cli.check_formats import spoken
from tb_gradplugin.cli.checked_runs import Check, CheckedRun
from tb_gradplugin.messages.layout import cut_off
from tb_gradplugin.messages.recorded_words import words_of as words_of_finding
from tb_gradplugin.messages.verdict_words import words_of

_WIDTH_OF_FILES = 100

_MOST_CHARACTERS = 4000
"""Of a cell: more is what no recorder of ours says, and takes minutes to lay out."""

_STYLES = {"error": "bold red", "warning": "yellow", "note": "dim"}


def write(check: Check, file: TextIO) -> None:
    """Writes the table and what follows it; in colours where the file is a terminal."""
    is_fixed = file.isatty() or "COLUMNS" in os.environ
    console = Console(file=file, highlight=False, width=None if is_fixed else _WIDTH_OF_FILES)
    with console.capture() as captured:
        _print(check, console)
    # Tables fill their lines up with spaces.
    file.writelines(f"{line.rstrip()}\n" for line in captured.get().splitlines())


def _print(check: Check, console: Console) -> None:
    console.print(_table(check))
    findings = [(run, finding) for run in check.runs for finding in _findings(run)]
    if findings:
        console.print(_of_findings(findings))
    notes = [(run.name, note) for run in check.runs if run.judged for note in run.judged.notes]
    if notes:
        console.print(_text("Left out"))
        for name, note in notes:
            console.print(_text(f"  {name}: {note}"))
        console.print()
    style = "bold green" if not check.exit_status else "bold red"
    console.print(_text(spoken.result(check), style))


def _table(check: Check) -> Table:
    table = Table(box=rich.box.SIMPLE_HEAD, pad_edge=False, collapse_padding=True)
    for column in ("run", "severity", "verdict"):
        table.add_column(column, no_wrap=column == "severity", overflow="fold")
    table.add_column("", ratio=1, overflow="fold")
    for run in check.runs:
        for number, (severity, verdict, said) in enumerate(_lines(run)):
            style = _STYLES.get(severity, "")
            name = _text(run.name if not number else "")
            table.add_row(name, _text(severity, style), _text(verdict, style), _text(said))
        table.add_section()
    return table


def _lines(run: CheckedRun) -> Iterator[tuple[str, str, str]]:
    """Severity, verdict and text of each line of a run."""
    if run.judged is None or run.problem:
        yield "error", "not judged", run.problem
        return
    for verdict in run.judged.verdicts:
        yield verdict.severity, spoken.title(verdict), words_of(verdict).headline
    if not run.judged.verdicts:
        yield "", "healthy", spoken.extent(run.judged)


def _findings(run: CheckedRun) -> tuple[RecordedFinding, ...]:
    return run.judged.findings if run.judged else ()


def _of_findings(findings: list[tuple[CheckedRun, RecordedFinding]]) -> Table:
    """What was found out while training, one line for each; its whole text is in the tab."""
    table = Table(
        box=rich.box.SIMPLE_HEAD,
        pad_edge=False,
        title="Why, as found while training (more: tb-gradplugin explain CODE)",
        title_justify="left",
        title_style="",
    )
    for column in ("run", "severity", "cause"):
        table.add_column(column, no_wrap=column == "severity", overflow="fold")
    table.add_column("", ratio=1, overflow="fold")
    for run, finding in findings:
        severity = spoken.severity_of(finding)
        style = _STYLES[severity]
        table.add_row(
            _text(run.name),
            _text(severity, style),
            _text(spoken.title_of_finding(finding), style),
            _text(_said(finding)),
        )
    return table


def _text(said: str, style: str = "") -> Text:
    """What a log says, without the characters by which a terminal is told to do something."""
    said = cut_off(said, _MOST_CHARACTERS)
    plain = (c if c.isprintable() or c == "\n" else "\N{REPLACEMENT CHARACTER}" for c in said)
    return Text("".join(plain), style)


def _said(finding: RecordedFinding) -> str:
    said = words_of_finding(finding).headline
    if finding.locations:
        line = finding.locations[0]
        said += f"\n{line.place}  {line.source}".rstrip()
    if finding.until is not None:
        said += f"\nNot seen again from step {finding.until:,} on."
    return said
