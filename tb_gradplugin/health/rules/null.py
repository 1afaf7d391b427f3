"""Null: there is no gradient, and there never is one again."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from tb_gradplugin.health.block import Block
from tb_gradplugin.health.rules.rule import Rule
from tb_gradplugin.health.thresholds import NULL_STEPS, WINDOW
from tb_gradplugin.schema.states import State
from tb_gradplugin.schema.verdicts import Verdict


class Null(Rule):
    """An error where no variable has a gradient; else a warning, for a head may be unused."""

    def see(self, block: Block) -> None:
        """Nothing that `seen` does not keep."""

    def verdicts(self) -> Iterator[Verdict]:
        """One verdict on all variables without gradient."""
        times = self.seen.times(State.NULL)
        least = self.thresholds[NULL_STEPS]
        coming = self.seen.comes_and_goes(State.NULL, int(self.thresholds[WINDOW]))
        places = np.flatnonzero((times >= least) & (self.seen.now == State.NULL) & ~coming)
        if not len(places):
            return
        worst = places[np.argmax(times[places])]
        everywhere = len(places) == len(self.layers.variables)
        yield Verdict(
            rule="null",
            severity="error" if everywhere else "warning",
            status="null",
            variables=self.layers.names(places),
            first_step=int(self.seen.first_steps(State.NULL)[places].min()),
            last_step=int(self.seen.last_steps(State.NULL)[places].max()),
            steps=int(times[worst]),
            of_steps=self.course.steps,
            evidence={
                "null_steps": int(times[worst]),
                "variables_of_model": len(self.layers.variables),
            },
            limit=self.thresholds.limit(NULL_STEPS),
            measured="null_steps",
        )
