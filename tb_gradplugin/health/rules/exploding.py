"""Exploding: gradients or updates grow out of all proportion."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from tb_gradplugin.health.block import Block
from tb_gradplugin.health.course import Course
from tb_gradplugin.health.layers import Layers
from tb_gradplugin.health.limits import Threshold, Thresholds
from tb_gradplugin.health.opening import Opening
from tb_gradplugin.health.persistence import Persistence
from tb_gradplugin.health.rules.rule import Rule
from tb_gradplugin.health.seen_states import SeenStates
from tb_gradplugin.health.thresholds import (
    EXPLODING,
    EXPLODING_GROWTH,
    EXPLODING_LAYERS,
    EXPLODING_UPDATE,
)
from tb_gradplugin.schema.states import State
from tb_gradplugin.schema.verdicts import Verdict

_MEASURES: dict[str, Threshold] = {
    "growth": EXPLODING_GROWTH,
    "layer_ratio": EXPLODING_LAYERS,
    "update_ratio": EXPLODING_UPDATE,
    "l2_norm": EXPLODING,
}


class Exploding(Rule):
    """An error, unless the loss falls all the same."""

    def __init__(self, layers: Layers, thresholds: Thresholds, seen: SeenStates, course: Course):
        """See `Rule`."""
        super().__init__(layers, thresholds, seen, course)
        self._opening = Opening(len(layers.kernels))
        self._conditions: dict[str, Persistence] = {
            name: self.lasting(len(layers.kernels)) for name in _MEASURES
        }

    def see(self, block: Block) -> None:
        """Takes up the next rows."""
        kernels = self.layers.kernels
        present = block.states[:, kernels] == State.PRESENT
        norms = np.where(present, block.l2_norm[:, kernels], np.float32(np.nan))
        with np.errstate(divide="ignore", invalid="ignore"):
            values = {
                "growth": norms / self._opening.medians(norms),
                "layer_ratio": norms / norms[:, -1:],
                "update_ratio": block.update_ratio[:, kernels],
                "l2_norm": norms,
            }
        for name, value in values.items():
            over = value > self.thresholds[_MEASURES[name]]
            self._conditions[name].see(block.steps, over, value)

    def verdicts(self) -> Iterator[Verdict]:
        """At most one."""
        if self.is_learning:
            return
        lasting = {name: one for name, one in self._conditions.items() if one.lasted.any()}
        if not lasting:
            return
        name, condition = next(iter(lasting.items()))
        subjects = np.flatnonzero(condition.lasted)
        healed = not any(one.lasts.any() for one in lasting.values())
        facts = {
            other: float(one.extreme[one.lasted].max())
            for other, one in lasting.items()
            if other != name
        }
        yield self.of_rows(
            "exploding",
            "exploding",
            "warning" if healed else "error",
            self.layers.kernels[subjects],
            condition,
            subjects,
            _MEASURES[name],
            {name: float(condition.extreme[subjects].max())},
            facts,
        )
