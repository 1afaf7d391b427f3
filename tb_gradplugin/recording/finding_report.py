"""What was found out about gradients in a session, and what of it is still to be written."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterable, Iterator

from tb_gradplugin.schema import records
from tb_gradplugin.schema.finding_encoding import encode_findings
from tb_gradplugin.schema.findings import Finding

MOST_CAUSES = 100
"""Causes that are kept for each variable table.

The message repeats what was said before, so the log grows with the square of
their number.
"""

_PLACE = re.compile(r"\.\w+:\d+|\.py\b|(?<![^\s\"'(=,])(?:[A-Za-z]:)?[\\/]\w")
"""How a text says where something is: `train.py:12`, `train.py`, or the path of a file."""


class FindingReport:
    """Keeps the findings of one session by variable table."""

    def __init__(self, with_source: bool) -> None:
        """Starts with nothing found.

        Args:
          with_source: whether findings name files and quote lines.
        """
        self._with_source = with_source
        self._tables: dict[str, records.VariableTable] = {}
        self._seen: dict[str, dict[object, records.SeenFinding]] = {}
        self._in_file: dict[str, int] = {}

    def forget(self) -> None:
        """Starts over, for another session."""
        self._tables.clear()
        self._seen.clear()
        self._in_file.clear()

    def add(self, table: records.VariableTable, findings: Iterable[Finding], step: int) -> str:
        """Takes up what was not known yet.

        Args:
          table: the variables among which those of the findings are.
          findings: in any order.
          step: on which they were seen.

        Returns:
          A sentence where some are too many to be kept, else nothing.

        Raises:
          TypeError, ValueError: a finding cannot be written.
        """
        self._tables[table.digest] = table
        known = self._seen.setdefault(table.digest, {})
        problem = ""
        for finding in findings if self._with_source else map(without_source, findings):
            seen = records.SeenFinding(finding, step)
            if seen.cause in known:
                continue
            if len(known) == MOST_CAUSES:
                problem = f"{MOST_CAUSES} causes of sick gradients are recorded, no further ones."
                continue
            encode_findings([seen])  # If it cannot be, then not at every drain.
            known[seen.cause] = seen
        return problem

    def found(self) -> list[Finding]:
        """All that was taken up, as it is written."""
        return [seen.finding for known in self._seen.values() for seen in known.values()]

    def news(self) -> Iterator[tuple[records.VariableTable, int, bytes]]:
        """What is to be written now, as (variable table, step, serialized message)."""
        for digest, known in self._seen.items():
            if len(known) > self._in_file.get(digest, 0):
                # The step of a message is the number of findings that it repeats.
                yield self._tables[digest], len(known), encode_findings(known.values())

    def is_in_file(self) -> None:
        """Tells that all that `news` gave has reached the file."""
        self._in_file = {digest: len(known) for digest, known in self._seen.items()}

    def file_is_lost(self) -> None:
        """Tells that what was written may be gone: it is news again."""
        self._in_file.clear()


def without_source(finding: Finding) -> Finding:
    """The finding without what names a file or quotes a line of the user's program."""
    return dataclasses.replace(
        finding,
        locations=(),
        path=tuple(dataclasses.replace(step, location=None) for step in finding.path),
        evidence={
            name: value
            for name, value in finding.evidence.items()
            if not isinstance(value, str) or not _names_a_place(value, finding)
        },
    )


def _names_a_place(text: str, finding: Finding) -> bool:
    files = {location.file for location in finding.locations if location.file}
    return bool(_PLACE.search(text)) or any(file in text for file in files)
