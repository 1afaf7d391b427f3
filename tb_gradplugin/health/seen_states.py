"""The states of the gradients, of rows and of what was counted on every step."""

from __future__ import annotations

import numpy as np

from tb_gradplugin.health.block import Block
from tb_gradplugin.health.course import Course
from tb_gradplugin.schema.states import State

_NEVER = -1

_TURNS = 3
"""Recoveries after which another one is to be expected."""


class SeenStates:
    """What each gradient was: on recorded rows, and on every step where that was counted.

    Attributes:
      now: uint8 [variables] of `State`, on the last row.
      since: int64 [variables], on how many of the last rows it has been the same.
    """

    def __init__(self, variables: int, course: Course) -> None:
        """Starts with nothing seen."""
        self._course = course
        self._variables = variables
        self._rows = {state: np.zeros(variables, np.int64) for state in _SICK}
        self._first = {state: np.full(variables, _NEVER, np.int64) for state in _SICK}
        self._last = {state: np.full(variables, _NEVER, np.int64) for state in _SICK}
        self._recoveries = {state: np.zeros(variables, np.int64) for state in _SICK}
        self.now = np.full(variables, State.NOT_RECORDED, np.uint8)
        self.since = np.zeros(variables, np.int64)

    def see(self, block: Block) -> None:
        """Takes up the next rows."""
        before = np.concatenate([self.now[np.newaxis], block.states[:-1]])
        changed = block.states[::-1] != block.states[-1]
        ends = changed.any(axis=0)
        length = np.where(ends, np.argmax(changed, axis=0), len(block))
        goes_on = ~ends & (self.now == block.states[-1])
        self.since = np.where(goes_on, self.since + length, length)
        self.now = block.states[-1]
        if max(int(block.states.max(initial=0)), int(before.max(initial=0))) < min(_SICK):
            return
        present = block.states == State.PRESENT
        for state in _SICK:
            self._recoveries[state] += ((before == state) & present).sum(axis=0)
            is_so = block.states == state
            if not is_so.any():
                continue
            ever = is_so.any(axis=0)
            self._rows[state] += is_so.sum(axis=0)
            is_first = ever & (self._first[state] == _NEVER)
            first = block.steps[np.argmax(is_so, axis=0)]
            last = block.steps[len(block) - 1 - np.argmax(is_so[::-1], axis=0)]
            self._first[state] = np.where(is_first, first, self._first[state])
            self._last[state] = np.where(ever, last, self._last[state])

    def comes_and_goes(self, state: State, window: int) -> np.ndarray:
        """Whether a gradient was so and is well again, or was in between; bool [variables].

        Args:
          state: ZERO, NONFINITE or NULL.
          window: rows after which it is no longer coming and going.
        """
        well = self.now == State.PRESENT
        again = (self.now == state) & (self.since < window) & (self._recoveries[state] > 0)
        return (self.times(state) > 0) & (well | again)

    def takes_turns(self, state: State) -> np.ndarray:
        """Whether a gradient was so, and well again, several times; bool [variables]."""
        return self._recoveries[state] >= _TURNS

    def times(self, state: State) -> np.ndarray:
        """int64 [variables], on how many steps a gradient was so; of rows where none was counted.

        A non-finite gradient whose update was skipped for the loss scale is not counted.
        """
        if self._course.is_counted:
            return self._course.counts(self._variables)[_NAMES[state]]
        return self._rows[state]

    def first_steps(self, state: State) -> np.ndarray:
        """int64 [variables], the first step on which a gradient was so, as far as known."""
        return self._known(state, "first_step", self._first[state], np.minimum)

    def last_steps(self, state: State) -> np.ndarray:
        """int64 [variables], the last step on which a gradient was so, as far as known."""
        return self._known(state, "last_step", self._last[state], np.maximum)

    def _known(
        self, state: State, name: str, of_rows: np.ndarray, outermost: np.ufunc
    ) -> np.ndarray:
        """Of the steps on which a row was, and the steps that were counted whatever the state."""
        if not self._course.is_counted:
            return of_rows
        counts = self._course.counts(self._variables)
        others = sum(counts[_NAMES[each]] for each in _SICK if each != state)
        counted = counts[name]
        joined = np.where(of_rows == _NEVER, counted, outermost(of_rows, counted))
        # Steps are counted for all sick states together.
        return np.where((others == 0) | (of_rows == _NEVER), joined, of_rows)


_SICK = (State.ZERO, State.NONFINITE, State.NULL)
_NAMES = {State.ZERO: "zero", State.NONFINITE: "nonfinite", State.NULL: "null"}
