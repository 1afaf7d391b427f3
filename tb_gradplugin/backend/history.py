"""Which rows of one tag still belong to the run's history.

A training that restarts from a checkpoint writes steps a second time. The data
server then drops the older ones by itself; the reader in Python keeps both. So
the rule is applied here, and applying it twice changes nothing.
"""

from __future__ import annotations

import math
from collections.abc import Iterable

import numpy as np

from tb_gradplugin.schema.records import Session

_NONE = np.iinfo(np.int64).max


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
    went_on = LaterSessions(sessions).first_steps(wall_times[kept])
    return kept[(steps[kept] < went_on) | (went_on == _NONE)]


class LaterSessions:
    """From which step on the sessions that started after a time went on.

    A log may announce any number of sessions, so they are sorted once.
    """

    def __init__(self, sessions: Iterable[Session]) -> None:
        """Takes all that were announced; one that started at no time is later than none."""
        dated = [one for one in sessions if not math.isnan(one.start_wall_time)]
        dated.sort(key=lambda session: session.start_wall_time)
        self._starts = np.array([session.start_wall_time for session in dated], np.float64)
        steps = np.array([*(session.initial_step for session in dated), _NONE], np.int64)
        # Place i has the smallest initial step of the sessions from i on.
        self._smallest = np.minimum.accumulate(steps[::-1])[::-1]

    def first_steps(self, wall_times: np.ndarray) -> np.ndarray:
        """The smallest initial step of the sessions that started after each of the times.

        Args:
          wall_times: float64 [times], seconds since the epoch.

        Returns:
          int64 [times]; the largest integer where no session started later.
        """
        return self._smallest[np.searchsorted(self._starts, wall_times, side="right")]

    def first_step(self, wall_time: float) -> int | None:
        """The same for one time; None where no session started later."""
        (found,) = self.first_steps(np.array([wall_time]))
        return None if found == _NONE else int(found)


def _in_order_of_writing(steps: np.ndarray, wall_times: np.ndarray) -> np.ndarray:
    """Indices that put stretches of ascending steps in the order of their beginnings.

    Files are read in the order of their names, which is not always that of
    their writing: two that begin within one second, say. Whole stretches are
    moved and never single rows, so that a clock set back during a training
    does not tear it apart. Neighbours whose times overlap stay as they are.
    """
    if not len(steps):
        return np.zeros(0, np.int64)
    begins = np.flatnonzero(np.r_[True, steps[1:] <= steps[:-1]])
    first, last = wall_times[begins], wall_times[np.r_[begins[1:], len(steps)] - 1]
    # Neither of two that overlap is the earlier one: a single record out of its place, say.
    overlaps = (first[1:] <= last[:-1]) & (last[1:] >= first[:-1])
    begins = begins[np.r_[True, ~overlaps]]
    ranks = np.argsort(wall_times[begins], kind="stable")
    if np.array_equal(ranks, np.arange(len(ranks))):
        return np.arange(len(steps))
    stretches = np.split(np.arange(len(steps)), begins[1:])
    return np.concatenate([stretches[rank] for rank in ranks])


def _not_overtaken(steps: np.ndarray) -> np.ndarray:
    """Marks the rows after which no row has the same or a smaller step."""
    if not len(steps):
        return np.zeros(0, bool)
    smallest_from_here = np.minimum.accumulate(steps[::-1])[::-1]
    return np.r_[steps[:-1] < smallest_from_here[1:], True]
