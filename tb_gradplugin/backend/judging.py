"""The rules over what was recorded of a run, read from files or asked of a data provider."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Iterator, Mapping, Sequence

import numpy as np

from tb_gradplugin.backend.history import LaterSessions
from tb_gradplugin.health.block import SCALARS, VECTORS, Row
from tb_gradplugin.health.limits import Thresholds
from tb_gradplugin.health.run_judge import RunJudge
from tb_gradplugin.schema.records import Counters, Session, VariableRecord
from tb_gradplugin.schema.states import State
from tb_gradplugin.schema.statistics import STATE
from tb_gradplugin.schema.verdicts import Verdict


@dataclasses.dataclass(frozen=True, eq=False)
class JudgedTable:
    """One variable table of a run.

    Attributes:
      digest: identifies it.
      columns: int64 [variables of the table], places in the matrices of the run.
      scalars: name -> float32 [steps], NaN where absent.
      counters: session -> what it counted last.
    """

    digest: str
    columns: np.ndarray
    scalars: Mapping[str, np.ndarray]
    counters: Mapping[str, Counters]


def verdicts(
    variables: Sequence[VariableRecord],
    steps: np.ndarray,
    states: np.ndarray,
    statistics: Mapping[str, np.ndarray],
    tables: Iterable[JudgedTable],
    thresholds: Thresholds,
) -> list[Verdict]:
    """What is unhealthy in a run, worst first.

    Args:
      variables: of the whole run.
      steps: int64 [steps].
      states: uint8 [steps, variables] of `State`.
      statistics: name -> float32 [steps, variables].
      tables: the variable tables of the run.
      thresholds: the limits.
    """
    tables = list(tables)
    judge = RunJudge(thresholds)
    rows_of = _rows_of_tables(states, tables)
    for table in tables:
        judge.table(table.digest, [variables[column] for column in table.columns])
        for session, counters in table.counters.items():
            judge.counters(table.digest, session, counters)
        for place in rows_of[table.digest]:
            row = _row(states, statistics, table, place)
            judge.row(table.digest, int(steps[place]), row)
    return judge.verdicts()


def lasting_counters(
    counted: Iterable[tuple[str, str, Counters]], sessions: Iterable[Session]
) -> dict[str, dict[str, Counters]]:
    """Counters by digest and session, without those of sessions that were lived anew.

    Args:
      counted: digest, session and last message of each.
      sessions: all that were announced.
    """
    known = {session.id: session for session in sessions}
    later = LaterSessions(known.values())
    result: dict[str, dict[str, Counters]] = {}
    for digest, name, counters in counted:
        session = known.get(name)
        went_on = None if session is None else later.first_step(session.start_wall_time)
        if session is None or went_on is None or went_on > session.initial_step:
            result.setdefault(digest, {})[name] = counters
    return result


def _rows_of_tables(
    states: np.ndarray, tables: Sequence[JudgedTable]
) -> dict[str, Iterator[int] | np.ndarray]:
    """The rows of each table: those on which all of its variables were recorded.

    Where the variables of one table are among those of another, a row of the
    larger one is none of the smaller.
    """
    recorded = states != State.NOT_RECORDED
    complete = {table.digest: recorded[:, table.columns].all(axis=1) for table in tables}
    places = {table.digest: set(table.columns.tolist()) for table in tables}
    result: dict[str, Iterator[int] | np.ndarray] = {}
    for table in tables:
        mine = complete[table.digest].copy()
        for other, columns in places.items():
            if places[table.digest] < columns:
                mine &= ~complete[other]
        result[table.digest] = np.flatnonzero(mine)
    return result


def _row(
    states: np.ndarray, statistics: Mapping[str, np.ndarray], table: JudgedTable, place: int
) -> Row:
    row = {STATE: states[place, table.columns]}
    row |= {kind: statistics[kind][place, table.columns] for kind in VECTORS if kind in statistics}
    row |= {kind: table.scalars[kind][place] for kind in SCALARS if kind in table.scalars}
    return row
