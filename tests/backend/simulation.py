"""Trainings that stop, restart and change their variables, and what is true of them.

The truth is kept while the log is written, cell by cell in dictionaries. It
knows nothing of how logs are read.
"""

from __future__ import annotations

import dataclasses
import pathlib

import numpy as np

from tests import event_logs

NAMES = tuple(f"layer_{i}/kernel" for i in range(9))


@dataclasses.dataclass
class Table:
    """One variable table and the rows that are still true of it: step -> wall time, cells."""

    digest: str
    names: list[str]
    announced: float = 0.0
    rows: dict[int, tuple[float, dict[str, np.float32]]] = dataclasses.field(default_factory=dict)


class Training:
    """A random training in one run.

    Attributes:
      tables: all that were ever announced.
      shuffled: whether files are named in another order than they were written.
    """

    def __init__(self, folder: pathlib.Path, seed: int, *, shuffled: bool = False):
        """Writes all of its event files."""
        self._random = np.random.default_rng(seed)
        self._folder = folder
        self._clock = event_logs.START
        self.tables: list[Table] = []
        sessions = int(self._random.integers(1, 5))
        numbers = self._random.permutation(sessions) if shuffled else np.arange(sessions)
        for number in numbers:
            self._session(int(number), announced=shuffled or bool(self._random.integers(4)))

    def truth(self) -> dict[int, dict[str, np.float32]]:
        """L2 norm by step and variable; a variable that is not there was not recorded."""
        merged: dict[int, dict[str, np.float32]] = {}
        written = [
            (wall_time, step, cells)
            for table in self.tables
            for step, (wall_time, cells) in table.rows.items()
        ]
        for _, step, cells in sorted(written, key=lambda row: row[0]):
            merged.setdefault(step, {}).update(cells)
        return merged

    def columns(self) -> list[str]:
        """The variables: those of the table announced last come first."""
        newest_first = sorted(self.tables, key=lambda table: table.announced, reverse=True)
        return list(dict.fromkeys(name for table in newest_first for name in table.names))

    def _session(self, number: int, announced: bool) -> None:
        last = max((step for table in self.tables for step in table.rows), default=-1)
        first = int(self._random.integers(0, last + 2))
        self._clock += 10
        start = self._clock
        if announced:
            for table in self.tables:
                table.rows = {step: row for step, row in table.rows.items() if step < first}
        with event_logs.EventFile(self._folder, number) as file:
            current = self._tables_of_session()
            for table in current:
                self._clock += 1
                table.announced = self._clock
                session = (start, first) if announced else None
                message = event_logs.table(table.digest, table.names, session=session)
                file.table(table.digest, message, step=first, wall_time=self._clock)
            step = first
            for _ in range(int(self._random.integers(1, 12))):
                for table in current:
                    if self._random.random() < 0.8:
                        self._row(file, table, step)
                step += int(self._random.integers(1, 4))

    def _tables_of_session(self) -> list[Table]:
        if self.tables and self._random.random() < 0.4:
            return [self.tables[-1]]
        made = []
        for _ in range(int(self._random.integers(1, 3))):
            names = list(self._random.permutation(NAMES)[: self._random.integers(1, 6)])
            made.append(Table(f"{len(self.tables) + len(made):08x}", names))
        self.tables += made
        return made

    def _row(self, file: event_logs.EventFile, table: Table, step: int) -> None:
        self._clock += 0.25
        norms = self._random.random(len(table.names)).astype(np.float32)
        states = np.ones(len(norms), np.uint8)
        file.row(table.digest, step, self._clock, {"l2_norm": norms, "state": states})
        # What this table has from `step` on is written anew from here.
        table.rows = {earlier: row for earlier, row in table.rows.items() if earlier < step}
        table.rows[step] = self._clock, dict(zip(table.names, norms, strict=True))


def cells(
    steps: np.ndarray, columns: list[str], values: np.ndarray
) -> dict[int, dict[str, np.float32]]:
    """A matrix in the form of `Training.truth`; NaN cells are those not recorded."""
    return {
        int(step): {
            name: value for name, value in zip(columns, row, strict=True) if not np.isnan(value)
        }
        for step, row in zip(steps, values, strict=True)
    }
