"""For GitHub Actions: one annotation for each verdict and finding.

A finding is shown at the line of the user's program that it blames.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TextIO

from tb_gradplugin.backend.findings import RecordedFinding
from tb_gradplugin.cli.check_formats import spoken
from tb_gradplugin.cli.checked_runs import Check, CheckedRun
from tb_gradplugin.messages.recorded_words import words_of as words_of_finding
from tb_gradplugin.messages.verdict_words import words_of

_LEVELS = {"error": "error", "warning": "warning", "note": "notice"}


def write(check: Check, file: TextIO) -> None:
    """Writes workflow commands, and one line of result after them."""
    for run in check.runs:
        file.writelines(f"{line}\n" for line in _annotations(check, run))
    file.write(f"{spoken.result(check)}\n")


def _annotations(check: Check, run: CheckedRun) -> Iterator[str]:
    folder = spoken.folder(check, run.name)
    if run.problem:
        yield annotation("error", {"title": f"{folder}: not judged"}, run.problem)
    if run.judged is None:
        return
    for finding in run.judged.findings:
        properties = {"title": f"{folder}: {spoken.title_of_finding(finding)}"}
        level = _LEVELS[spoken.severity_of(finding)] if finding.until is None else "notice"
        yield annotation(level, {**_place(finding), **properties}, words_of_finding(finding).text)
    for verdict in run.judged.verdicts:
        properties = {"title": f"{folder}: {spoken.title(verdict)}"}
        yield annotation(_LEVELS[verdict.severity], properties, words_of(verdict).text)
    for note in run.judged.notes:
        yield annotation("warning", {"title": f"{folder}: left out"}, note)


def annotation(level: str, properties: dict[str, str], message: str) -> str:
    """One workflow command.

    Args:
      level: "error", "warning" or "notice".
      properties: such as title, file and line.
      message: of any number of lines.
    """
    said = ",".join(f"{name}={_escaped(value, ':,')}" for name, value in properties.items())
    return f"::{level} {said}::{_escaped(message)}"


def _escaped(text: str, more: str = "") -> str:
    """The text with the characters that end a command, or a property, as their codes.

    A name of a folder may hold bytes that are no characters.
    """
    text = text.encode("utf-8", "replace").decode()
    for character in ("%", "\r", "\n", *more):
        text = text.replace(character, f"%{ord(character):02X}")
    return text


def _place(finding: RecordedFinding) -> dict[str, str]:
    if not finding.locations:
        return {}
    place = finding.locations[0]
    return {"file": place.file, "line": str(place.line)}
