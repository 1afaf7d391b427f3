"""Non-finite: a NaN or an infinite element, and it stays."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from tb_gradplugin.health.block import Block
from tb_gradplugin.health.rules.rule import Rule
from tb_gradplugin.health.thresholds import NONFINITE_STEPS
from tb_gradplugin.schema.states import State
from tb_gradplugin.schema.verdicts import Verdict


class Nonfinite(Rule):
    """An error. Where gradients became well again, `intermittent` says so instead.

    Zeros are no recovery: a ReLU turns the NaN of a ruined variable into 0 where
    oneDNN computes it.
    """

    def see(self, block: Block) -> None:
        """Nothing that `seen` does not keep."""

    def verdicts(self) -> Iterator[Verdict]:
        """One verdict on all variables whose gradient is not finite any more."""
        times = self.seen.times(State.NONFINITE)
        least = self.thresholds[NONFINITE_STEPS]
        ill = (self.seen.now == State.NONFINITE) | (self.seen.now == State.ZERO)
        places = np.flatnonzero((times >= least) & ill)
        if not len(places):
            return
        steps = int(times[places].max())
        yield Verdict(
            rule="nonfinite",
            severity="error",
            status="nonfinite",
            variables=self.layers.names(places),
            first_step=int(self.seen.first_steps(State.NONFINITE)[places].min()),
            last_step=int(self.seen.last_steps(State.NONFINITE)[places].max()),
            steps=steps,
            of_steps=self.course.steps,
            evidence={
                "nonfinite_steps": steps,
                "variables_of_model": len(self.layers.variables),
            },
            limit=self.thresholds.limit(NONFINITE_STEPS),
            measured="nonfinite_steps",
        )
