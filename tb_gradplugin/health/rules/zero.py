"""Zero: every element of a gradient is 0, on every row of a window. Sparsity is not death."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from tb_gradplugin.health.block import Block
from tb_gradplugin.health.course import Course
from tb_gradplugin.health.layers import Layers
from tb_gradplugin.health.limits import Thresholds
from tb_gradplugin.health.persistence import Persistence
from tb_gradplugin.health.relative import swallowed
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
        self._silent = self.lasting(len(layers.biases))

    def see(self, block: Block) -> None:
        """Takes up the next rows."""
        dead = (block.states == State.ZERO) & ~swallowed(block)
        self._dead.see(block.steps, dead, np.ones(dead.shape, np.float32))
        if len(self.layers.biases):
            shares = block.zero_fraction[:, self.layers.biases]
            silent = shares >= self.thresholds[DEAD_SHARE]
            silent &= block.states[:, self.layers.biases] == State.PRESENT
            self._silent.see(block.steps, silent, shares)

    def verdicts(self) -> Iterator[Verdict]:
        """At most one on gradients that are zero, and one on layers of which next to none lives."""
        dead = np.flatnonzero(self._dead.lasts & (self._steps() >= self.thresholds[ZERO_STEPS]))
        if len(dead):
            yield self._of_dead(dead)
        silent = np.flatnonzero(self._silent.lasts)
        if len(silent) and self.is_warm and not self.is_learning and not len(dead):
            yield self._of_silent(silent)

    def _steps(self) -> np.ndarray:
        return self.seen.times(State.ZERO)

    def _of_dead(self, places: np.ndarray) -> Verdict:
        times = self._steps()[places]
        steps = int(times.max())
        kernels = np.isin(places, self.layers.kernels)
        everywhere = len(places) == len(self.layers.variables)
        severity = "error" if kernels.any() else "note"
        if everywhere and self.is_learning:
            severity = "note"  # Nothing is left to be learnt.
        return Verdict(
            rule="zero",
            severity=severity,
            status="zero",
            variables=self.layers.names(places),
            first_step=int(self._dead.first_step[places].min()),
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
