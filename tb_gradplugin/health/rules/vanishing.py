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
from tb_gradplugin.health.relative import of_largest, swallowed
from tb_gradplugin.health.rules.rule import Rule
from tb_gradplugin.health.seen_states import SeenStates
from tb_gradplugin.health.thresholds import VANISHING_LAYERS, VANISHING_LOST
from tb_gradplugin.schema.verdicts import Verdict


class Vanishing(Rule):
    """A warning; an error where nearly all layers are lost. Only kernels are compared."""

    def __init__(self, layers: Layers, thresholds: Thresholds, seen: SeenStates, course: Course):
        """See `Rule`."""
        super().__init__(layers, thresholds, seen, course)
        kernels = len(layers.kernels)
        self._small = self.lasting(kernels)
        self._lost = self.lasting(kernels)
        self._decay = Decay(kernels)

    def see(self, block: Block) -> None:
        """Takes up the next rows."""
        kernels = self.layers.kernels
        ratios = of_largest(block)[:, kernels]
        ratios = np.where(swallowed(block)[:, kernels], np.float32(0), ratios)
        with np.errstate(divide="ignore"):
            decades = -np.log10(ratios)
        for condition, threshold in ((self._small, VANISHING_LAYERS), (self._lost, VANISHING_LOST)):
            condition.see(block.steps, ratios < self.thresholds[threshold], decades)
        self._decay.see(block.l2_norm[:, kernels])

    def verdicts(self) -> Iterator[Verdict]:
        """At most one."""
        if not self.is_warm:
            return
        if self._lost.lasts.any():
            yield self._verdict(self._lost, VANISHING_LOST, "lost_ratio")
        elif self._small.lasts.any() and not self.is_learning:
            yield self._verdict(self._small, VANISHING_LAYERS, "layer_ratio")

    def _verdict(self, condition: Persistence, threshold: Threshold, measured: str) -> Verdict:
        subjects = np.flatnonzero(condition.lasts)
        places = self.layers.with_their_layers(self.layers.kernels[subjects])
        decades = float(condition.extreme[subjects].max())
        facts: dict[str, float | int | str] = {
            "layers": len(subjects),
            "layers_of_model": len(self.layers.kernels),
            **self._decay.facts(),
        }
        return self.of_rows(
            "vanishing",
            "vanishing",
            "warning",
            places,
            condition,
            subjects,
            threshold,
            {measured: float(10**-decades) if np.isfinite(decades) else 0.0},
            facts,
        )
