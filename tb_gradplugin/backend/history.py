"""Which rows of one tag still belong to the run's history.

A training that restarts from a checkpoint writes steps a second time. The data
server then drops the older ones by itself; the reader in Python keeps both. So
the rule is applied here, and applying it twice changes nothing.
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from tb_gradplugin.schema.records import Session


def surviving(steps: np.ndarray, wall_times: np.ndarray, sessions: Iterable[Session]) -> np.ndarray:
    """The rows that no later row and no later session has replaced.

    A row is replaced by any later row of the same or of a smaller step: the
    rule of the data server. It is also replaced by a session that started
    after it was written, at or before its step, even where that session has
    not come as far yet or goes on under another variable table.

    Args:
      steps: int64 [rows], in the order in which the rows were read.
      wall_times: float64 [rows], seconds since the epoch.
      sessions: every session announced in the run, by whatever table.

    Returns:
      int64 [at most rows], indices into `steps` whose steps strictly ascend.
    """
    order = _in_order_of_writing(steps, wall_times)
    kept = order[_not_overtaken(steps[order])]
    lived_anew = np.zeros(len(kept), bool)
    for session in sessions:
        lived_anew |= (wall_times[kept] < session.start_wall_time) & (
            steps[kept] >= session.initial_step
        )
    return kept[~lived_anew]


def _in_order_of_writing(steps: np.ndarray, wall_times: np.ndarray) -> np.ndarray:
    """Indices that put stretches of ascending steps in the order of their beginnings.

    Files are read in the order of their names, which is not always that of
    their writing: two that begin within one second, say. Whole stretches are
    moved and never single rows, so that a clock set back during a training
    does not tear it apart.
    """
    if not len(steps):
        return np.zeros(0, np.int64)
    begins = np.flatnonzero(np.r_[True, steps[1:] <= steps[:-1]])
    ranks = np.argsort(wall_times[begins], kind="stable")
    if np.array_equal(ranks, np.arange(len(ranks))):
        return np.arange(len(steps))
    return np.concatenate([np.split(np.arange(len(steps)), begins[1:])[i] for i in ranks])


def _not_overtaken(steps: np.ndarray) -> np.ndarray:
    """Marks the rows after which no row has the same or a smaller step."""
    if not len(steps):
        return np.zeros(0, bool)
    smallest_from_here = np.minimum.accumulate(steps[::-1])[::-1]
    return np.r_[steps[:-1] < smallest_from_here[1:], True]
