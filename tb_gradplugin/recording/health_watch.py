"""The rules, applied while a training runs: on the host, whenever rows are written."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

import numpy as np

from tb_gradplugin.health.meant import with_meant
from tb_gradplugin.health.run_judge import RunJudge
from tb_gradplugin.health.thresholds import DEFAULT
from tb_gradplugin.messages import layout
from tb_gradplugin.messages.verdict_words import words_of
from tb_gradplugin.recording.health_warning import warn
from tb_gradplugin.recording.verdict_report import VerdictReport
from tb_gradplugin.schema.findings import Finding
from tb_gradplugin.schema.records import Counters, VariableTable
from tb_gradplugin.schema.verdicts import Verdict, worst_first

WARN, STOP = "warn", "stop"

_STOPS = layout.part("stop", ['The training is to end here, as `on_unhealthy="stop"` asks.'])[0]

OnUnhealthy = str | Callable[[Verdict], Any]
"""One of the two above, or what is called with each verdict when it first appears."""


class HealthWatch:
    """Judges what a session records, and tells of each verdict once.

    Attributes:
      verdicts: what is unhealthy after the rows so far, worst first.
      should_stop: whether `on_unhealthy="stop"` was chosen and a verdict of
        severity "error" has appeared.
      report: what was said, for the log.
    """

    def __init__(self, on_unhealthy: Any) -> None:
        """Starts with nothing seen.

        Args:
          on_unhealthy: "warn", "stop" or a callable of a verdict.

        Raises:
          TypeError: it is something else.
          ValueError: it is another string.
        """
        self._on_unhealthy = _checked(on_unhealthy)
        self.null_is_told = False
        self.begin()

    def begin(self) -> None:
        """Starts over, for another session."""
        self._judge = RunJudge(DEFAULT)
        self._tables: dict[str, VariableTable] = {}
        self.report = VerdictReport(DEFAULT)
        self._told: set[tuple[str, ...]] = set()
        self.verdicts: tuple[Verdict, ...] = ()
        self.should_stop = False
        self._last_step = 0

    def see(
        self,
        rows: Sequence[tuple[int, VariableTable, Mapping[str, np.ndarray]]],
        counted: Iterable[tuple[VariableTable, Counters]],
        findings: Sequence[Finding] = (),
    ) -> list[Verdict]:
        """Takes up rows that were drained, and what was counted by now.

        What is returned counts as told.

        Args:
          rows: step, table and row of each, by step.
          counted: of each stream of the session, its table and what was counted on every step;
            also behind the last row, where a session ends.
          findings: why gradients are missing, as far as it was found.

        Returns:
          The verdicts of severity "error" or "warning" that have not been told.
        """
        counted = list(counted)
        if not rows and not counted:
            return []
        for step, table, row in rows:
            self._know(table)
            self._judge.row(table.digest, step, row)
            self._last_step = step
        for number, (table, counters) in enumerate(counted):
            self._know(table)
            self._judge.counters(table.digest, str(number), counters)
        judged = self._judge.by_table()
        by_table = {digest: with_meant(found, findings) for digest, found in judged.items()}
        self.verdicts = tuple(worst_first(one for found in by_table.values() for one in found))
        news = {digest: self._untold(digest, found) for digest, found in by_table.items()}
        for digest, untold in news.items():
            self.report.add(self._tables[digest], untold, self._last_step)
        self.report.stand(by_table)
        return [verdict for untold in news.values() for verdict in untold]

    def _know(self, table: VariableTable) -> None:
        if table.digest not in self._tables:
            self._tables[table.digest] = table
            self._judge.table(table.digest, table.variables)

    def _untold(self, digest: str, found: Iterable[Verdict]) -> list[Verdict]:
        news = []
        for verdict in found:
            # A warning that has become an error is news.
            sight = (digest, *verdict.key, verdict.severity)
            if verdict.severity != "note" and sight not in self._told:
                self._told.add(sight)
                news.append(verdict)
        return news

    def tell(self, verdicts: Iterable[Verdict]) -> None:
        """Warns of verdicts, or does with them what was asked for.

        What the user's own callable raises goes on to the caller.
        """
        for verdict in verdicts:
            if callable(self._on_unhealthy):
                self._on_unhealthy(verdict)
                continue
            stops = self._on_unhealthy == STOP and verdict.severity == "error"
            if stops:
                self.should_stop = True
                warn(f"{words_of(verdict).text}\n{_STOPS}")
            elif verdict.rule != "null" or not self.null_is_told:
                warn(words_of(verdict).text)


def _checked(on_unhealthy: Any) -> OnUnhealthy:
    if callable(on_unhealthy):
        return on_unhealthy
    if not isinstance(on_unhealthy, str):
        raise TypeError(
            '`on_unhealthy` must be "warn", "stop" or a callable that takes a verdict. '
            f"Received: on_unhealthy={on_unhealthy!r} of type {type(on_unhealthy).__name__}"
        )
    if on_unhealthy not in (WARN, STOP):
        raise ValueError(
            '`on_unhealthy` must be "warn", "stop" or a callable that takes a verdict. '
            f"Received: on_unhealthy={on_unhealthy!r}"
        )
    return on_unhealthy
