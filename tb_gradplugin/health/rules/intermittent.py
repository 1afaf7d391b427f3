"""Intermittent: null, zero or non-finite on some steps, and well again."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from tb_gradplugin.health.block import Block
from tb_gradplugin.health.rules.rule import Rule
from tb_gradplugin.health.thresholds import (
    INTERMITTENT,
    NONFINITE_STEPS,
    NULL_STEPS,
    WARM_UP,
    WINDOW,
)
from tb_gradplugin.schema.states import State
from tb_gradplugin.schema.verdicts import Verdict


class Intermittent(Rule):
    """A warning; a note where a gradient of zero is what a batch may well give."""

    def see(self, block: Block) -> None:
        """Nothing that `seen` does not keep."""

    def verdicts(self) -> Iterator[Verdict]:
        """One verdict for each state that came and went."""
        for state, status in _STATUSES.items():
            times = self.seen.times(state)
            # What is not finite now is that, whatever it was before.
            window = int(self.thresholds[WINDOW]) if state != State.NONFINITE else 0
            counts = self.seen.comes_and_goes(state, window)
            if state == State.ZERO:
                counts &= ~self._only_at_first(state)
            places = np.flatnonzero(counts)
            if len(places):
                yield self._verdict(state, status, places, times[places])

    def _only_at_first(self, state: State) -> np.ndarray:
        begin = self.course.first_step or 0
        return self.seen.last_steps(state) < begin + self.thresholds[WARM_UP]

    def _verdict(self, state: State, status: str, places: np.ndarray, times: np.ndarray) -> Verdict:
        steps, of_steps = int(times.max()), self.course.steps
        share = steps / max(1, of_steps)
        severity = "warning"
        is_rare = share < self.thresholds[INTERMITTENT]
        if state == State.ZERO and (is_rare or not self.is_not_learning):
            severity = "note"
        measured: dict[str, float | int | str] = (
            {"zero_share": share} if state == State.ZERO else {f"{status}_steps": steps}
        )
        return Verdict(
            rule="intermittent",
            severity=severity,
            status=status,
            variables=self.layers.names(places),
            first_step=int(self.seen.first_steps(state)[places].min()),
            last_step=int(self.seen.last_steps(state)[places].max()),
            steps=steps,
            of_steps=of_steps,
            evidence={**measured, "variables_of_model": len(self.layers.variables)},
            limit=self.thresholds.limit(_LIMITS[state]),
            measured=next(iter(measured)),
        )


_STATUSES = {State.NULL: "null", State.NONFINITE: "nonfinite", State.ZERO: "zero"}
_LIMITS = {
    State.NULL: NULL_STEPS,
    State.NONFINITE: NONFINITE_STEPS,
    State.ZERO: INTERMITTENT,
}
