"""The judge of a run: all of its variable tables, such as those of several optimizers."""

from __future__ import annotations

from collections.abc import Sequence

from tb_gradplugin.health.block import Row
from tb_gradplugin.health.judge import Judge
from tb_gradplugin.health.limits import Thresholds
from tb_gradplugin.health.thresholds import DEFAULT
from tb_gradplugin.schema.records import Counters, VariableRecord
from tb_gradplugin.schema.verdicts import Verdict, worst_first


class RunJudge:
    """One `Judge` for each table: layers are compared where they were recorded together."""

    def __init__(self, thresholds: Thresholds = DEFAULT) -> None:
        """Starts with no table."""
        self._thresholds = thresholds
        self._judges: dict[str, Judge] = {}

    def table(self, digest: str, variables: Sequence[VariableRecord]) -> None:
        """Announces a table, before its first row; a second time changes nothing."""
        if digest not in self._judges:
            self._judges[digest] = Judge(variables, self._thresholds)

    def row(self, digest: str, step: int, row: Row) -> None:
        """Takes up the next row of a table; see `Judge.row`."""
        self._judges[digest].row(step, row)

    def counters(self, digest: str, session: str, counters: Counters) -> None:
        """Takes up what a session counted for a table; see `Judge.counters`."""
        self._judges[digest].counters(counters, session)

    def by_table(self) -> dict[str, list[Verdict]]:
        """What is unhealthy, by the digest of the table, worst first."""
        return {digest: judge.verdicts() for digest, judge in self._judges.items()}

    def verdicts(self) -> list[Verdict]:
        """What is unhealthy in the whole run, worst first."""
        return worst_first(one for verdicts in self.by_table().values() for one in verdicts)
