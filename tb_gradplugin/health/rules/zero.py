"""Zero: every element of a gradient is 0, on every row of a window. Sparsity is not death."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from tb_gradplugin.health.block import Block
from tb_gradplugin.health.course import Course
from tb_gradplugin.health.layers import Layers
from tb_gradplugin.health.limits import Thresholds
from tb_gradplugin.health.persistence import Persistence
from tb_gradplugin.health.rules.rule import Rule
from tb_gradplugin.health.seen_states import SeenStates
from tb_gradplugin.health.thresholds import DEAD_SHARE, WINDOW, ZERO_STEPS
from tb_gradplugin.schema.states import State
from tb_gradplugin.schema.verdicts import Verdict


class Zero(Rule):
    """An error where a kernel is dead; a note where a vector is, while its kernel is alive."""

    def __init__(self, layers: Layers, thresholds: Thresholds, seen: SeenStates, course: Course):
        """See `Rule`."""
        super().__init__(layers, thresholds, seen, course)
        window = int(thresholds[WINDOW])
        self._dead = Persistence(len(layers.variables), window, 1.0)
        self._mostly = self.lasting(len(layers.variables))
        self._silent = self.lasting(len(layers.biases))
        self._swallowed = np.zeros(len(layers.variables), bool)

    def see(self, block: Block) -> None:
        """Takes up the next rows."""
        too_small = block.swallowed
        self._swallowed = too_small[-1]
        dead = (block.states == State.ZERO) & ~too_small
        self._dead.see(block.steps, dead, block.zero_fraction)
        self._mostly.see(block.steps, dead, block.zero_fraction)
        if len(self.layers.biases):
            shares = block.zero_fraction[:, self.layers.biases]
            silent = shares >= self.thresholds[DEAD_SHARE]
            silent &= block.states[:, self.layers.biases] == State.PRESENT
            self._silent.see(block.steps, silent, shares)

    def verdicts(self) -> Iterator[Verdict]:
        """At most one on gradients that are zero, and one on layers of which next to none lives."""
        enough = self.seen.times(State.ZERO) >= self.thresholds[ZERO_STEPS]
        lasts = self._dead.lasts | self._without_a_break()
        if self.is_not_learning:
            lasts |= self._mostly.lasts
        dead = np.flatnonzero(enough & lasts)
        if len(dead):
            yield self._of_dead(dead)
        silent = np.flatnonzero(self._silent.lasts)
        if len(silent) and self.is_warm and not self.is_learning and not len(dead):
            yield self._of_silent(silent)

    def _without_a_break(self) -> np.ndarray:
        """Bool [variables], zero on every step since the first such step, as was counted."""
        first, last = self.seen.first_steps(State.ZERO), self.seen.last_steps(State.ZERO)
        since_first = self.seen.times(State.ZERO) == last - first + 1
        is_so = self.seen.now == State.ZERO
        return since_first & is_so & ~self._swallowed & self.course.is_counted

    def _of_dead(self, places: np.ndarray) -> Verdict:
        times = self.seen.times(State.ZERO)[places]
        steps = int(times.max())
        kernels = np.isin(places, self.layers.kernels)
        everywhere = len(places) == len(self.layers.variables)
        severity = "error" if kernels.any() else "note"
        begin = self.course.first_step or 0
        if self.is_learning and (self.seen.first_steps(State.ZERO)[places] <= begin).all():
            severity = "warning" if kernels.any() else "note"  # It was never needed.
        if self.is_learning and (everywhere or self.seen.takes_turns(State.ZERO)[places].all()):
            severity = "note"  # Nothing is left to be learnt, or others take their turn.
        return Verdict(
            rule="zero",
            severity=severity,
            status="zero",
            variables=self.layers.names(places),
            first_step=int(self.seen.first_steps(State.ZERO)[places].min()),
            last_step=int(self.seen.last_steps(State.ZERO)[places].max()),
            steps=steps,
            of_steps=self.course.steps,
            evidence={
                "zero_steps": steps,
                "kernels": int(kernels.sum()),
                "variables_of_model": len(self.layers.variables),
            },
            limit=self.thresholds.limit(ZERO_STEPS),
            measured="zero_steps",
        )

    def _of_silent(self, subjects: np.ndarray) -> Verdict:
        places = self.layers.biases[subjects]
        return self.of_rows(
            "zero",
            "zero",
            "warning",
            places,
            self._silent,
            subjects,
            DEAD_SHARE,
            {"zero_share": float(self._silent.extreme[subjects].max())},
            {"variables_of_model": len(self.layers.variables)},
        )
