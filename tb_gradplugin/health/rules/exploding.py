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
    "layer_ratio": EXPLODING_LAYERS,
    "growth": EXPLODING_GROWTH,
    "update_ratio": EXPLODING_UPDATE,
    "l2_norm": EXPLODING,
}


class Exploding(Rule):
    """An error. Where the loss falls, only what a network makes of its own outputs is judged."""

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
                "layer_ratio": norms / self._of_outputs(block),
                "growth": norms / self._opening.medians(norms),
                "update_ratio": block.update_ratio[:, kernels],
                "l2_norm": norms,
            }
        for name, value in values.items():
            over = value > self.thresholds[_MEASURES[name]]
            self._conditions[name].see(block.steps, over, value)

    def _of_outputs(self, block: Block) -> np.ndarray:
        """float32 [rows, 1], the norm of the gradient that the last bias gets; NaN without one."""
        place = self.layers.output_bias
        if place is None:
            return np.full((len(block), 1), np.nan, np.float32)
        norms = block.l2_norm[:, place]
        return np.where(norms > 0, norms, np.float32(np.nan))[:, np.newaxis]

    def verdicts(self) -> Iterator[Verdict]:
        """At most one."""
        names = ["layer_ratio"]
        if not self.is_learning:
            names += ["growth", "update_ratio"]
        if self.is_not_learning:  # What is absolute needs most support.
            names.append("l2_norm")
        lasting = {
            name: self._conditions[name] for name in names if self._conditions[name].lasted.any()
        }
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
