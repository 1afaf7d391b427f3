"""Vanishing: a layer's gradient is out of proportion to those of the other layers."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from tb_gradplugin.health.block import Block
from tb_gradplugin.health.course import Course
from tb_gradplugin.health.decay import Decay
from tb_gradplugin.health.layers import Layers
from tb_gradplugin.health.limits import Threshold, Thresholds
from tb_gradplugin.health.persistence import Persistence
from tb_gradplugin.health.rules.rule import Rule
from tb_gradplugin.health.seen_states import SeenStates
from tb_gradplugin.health.thresholds import (
    VANISHING_LAYERS,
    VANISHING_LOST,
    VANISHING_UPDATE,
    VANISHING_WEAK,
)
from tb_gradplugin.schema.states import State
from tb_gradplugin.schema.verdicts import Verdict


class Vanishing(Rule):
    """A warning; a note where it is over. Only kernels are compared."""

    def __init__(self, layers: Layers, thresholds: Thresholds, seen: SeenStates, course: Course):
        """See `Rule`."""
        super().__init__(layers, thresholds, seen, course)
        kernels = len(layers.kernels)
        self._small = self.lasting(kernels, np.fmin)
        self._lost = self.lasting(kernels, np.fmin)
        self._weak = self.lasting(kernels, np.fmin)
        self._decay = Decay(kernels)

    def see(self, block: Block) -> None:
        """Takes up the next rows."""
        kernels = self.layers.kernels
        ratios = block.relative[:, kernels]
        ratios = np.where(block.swallowed[:, kernels], np.float32(0), ratios)
        for condition, threshold in ((self._small, VANISHING_LAYERS), (self._lost, VANISHING_LOST)):
            condition.see(block.steps, ratios < self.thresholds[threshold], ratios)
        weak = ratios < self.thresholds[VANISHING_WEAK]
        weak &= block.update_ratio[:, kernels] < self.thresholds[VANISHING_UPDATE]
        self._weak.see(block.steps, weak, ratios)
        self._decay.see(block.l2_norm[:, kernels])

    def verdicts(self) -> Iterator[Verdict]:
        """At most one."""
        if not self.is_warm:
            return
        for condition, threshold, measured, counts in (
            (self._lost, VANISHING_LOST, "lost_ratio", True),
            (self._small, VANISHING_LAYERS, "layer_ratio", not self.is_learning),
            (self._weak, VANISHING_WEAK, "weak_ratio", self.is_not_learning),
        ):
            now = condition.lasts | (condition.lasted & self._is_gone())
            if counts and now.any():
                yield self._verdict(condition, threshold, measured, now, "warning")
                return
        if self._lost.lasted.any():
            yield self._verdict(self._lost, VANISHING_LOST, "lost_ratio", self._lost.lasted, "note")

    def _is_gone(self) -> np.ndarray:
        """Bool [kernels], whether what was small before is not there any more: no recovery."""
        return self.seen.now[self.layers.kernels] > State.PRESENT

    def _verdict(
        self,
        condition: Persistence,
        threshold: Threshold,
        measured: str,
        counts: np.ndarray,
        severity: str,
    ) -> Verdict:
        subjects = np.flatnonzero(counts)
        places = self.layers.with_their_layers(self.layers.kernels[subjects])
        facts: dict[str, float | int | str] = {
            "layers": len(subjects),
            "layers_of_model": len(self.layers.kernels),
            **self._decay.facts(),
        }
        return self.of_rows(
            "vanishing",
            "vanishing",
            severity,
            places,
            condition,
            subjects,
            threshold,
            {measured: float(condition.extreme[subjects].min())},
            facts,
        )
