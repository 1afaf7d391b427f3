"""Loss-scale collapse: the loss scale falls until it no longer scales."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from tb_gradplugin.health.block import Block
from tb_gradplugin.health.course import Course
from tb_gradplugin.health.layers import Layers
from tb_gradplugin.health.limits import Thresholds
from tb_gradplugin.health.rules.rule import Rule
from tb_gradplugin.health.seen_states import SeenStates
from tb_gradplugin.health.thresholds import LOSS_SCALE, SKIPPED, WARM_UP
from tb_gradplugin.schema.verdicts import Verdict


class LossScaleCollapse(Rule):
    """An error: hardly any step updates the variables any more."""

    def __init__(self, layers: Layers, thresholds: Thresholds, seen: SeenStates, course: Course):
        """See `Rule`."""
        super().__init__(layers, thresholds, seen, course)
        self._opening = float("nan")
        self._last = float("nan")
        self._first_step: int | None = None
        self._last_step = 0
        self._rows = 0
        self._of_rows = 0

    def see(self, block: Block) -> None:
        """Takes up the next rows."""
        known = ~np.isnan(block.loss_scale)
        if not known.any():
            return
        scales, steps = block.loss_scale[known], block.steps[known]
        if np.isnan(self._opening):
            self._opening = float(scales[0])
        self._last = float(scales[-1])
        self._of_rows += len(scales)
        small = scales < self.thresholds[LOSS_SCALE]
        if small.any():
            self._rows += int(small.sum())
            self._last_step = int(steps[small][-1])
            if self._first_step is None:
                self._first_step = int(steps[small][0])
        if not small[-1]:
            self._first_step = None  # It has recovered.

    def verdicts(self) -> Iterator[Verdict]:
        """At most one, on the whole step."""
        skipped, steps = self.course.skipped_steps, self.course.steps
        share = skipped / max(1, steps)
        facts = {
            "loss_scale": self._last,
            "opening_loss_scale": self._opening,
            "skipped_steps": skipped,
            "skipped_share": share,
        }
        collapsed = self._first_step is not None and self._opening > self._last
        if collapsed:
            yield self._verdict(
                "loss_scale", facts, self._first_step or 0, self._rows, self._of_rows
            )
        elif steps >= self.thresholds[WARM_UP] and share >= self.thresholds[SKIPPED]:
            yield self._verdict("skipped_share", facts, self.course.first_step or 0, skipped, steps)

    def _verdict(
        self, measured: str, facts: dict[str, float | int], first: int, steps: int, of_steps: int
    ) -> Verdict:
        threshold = LOSS_SCALE if measured == "loss_scale" else SKIPPED
        return Verdict(
            rule="loss-scale-collapse",
            severity="error",
            status="nonfinite",
            variables=(),
            first_step=first,
            last_step=self.course.last_step,
            steps=steps,
            of_steps=of_steps,
            evidence={name: fact for name, fact in facts.items() if np.isfinite(fact)},
            limit=self.thresholds.limit(threshold),
            measured=measured,
        )
