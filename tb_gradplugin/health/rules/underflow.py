"""Underflow: a gradient that was held in float16 on its way is too small for it."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from tb_gradplugin.health.block import Block
from tb_gradplugin.health.course import Course
from tb_gradplugin.health.half_precision import HalfPrecision
from tb_gradplugin.health.layers import Layers
from tb_gradplugin.health.limits import Thresholds
from tb_gradplugin.health.rules.rule import Rule
from tb_gradplugin.health.seen_states import SeenStates
from tb_gradplugin.health.thresholds import UNDERFLOW
from tb_gradplugin.schema.states import State
from tb_gradplugin.schema.verdicts import Verdict


class Underflow(Rule):
    """A warning; a note where the loss falls all the same."""

    def __init__(self, layers: Layers, thresholds: Thresholds, seen: SeenStates, course: Course):
        """See `Rule`."""
        super().__init__(layers, thresholds, seen, course)
        self._half = HalfPrecision([variable.dtype for variable in layers.variables])
        self._small = self.lasting(len(layers.kernels))
        self._last_scale = float("nan")

    def see(self, block: Block) -> None:
        """Takes up the next rows."""
        self._half.see(block)
        self._last_scale = float(block.loss_scale[-1])
        kernels = self.layers.kernels
        scale = np.nan_to_num(block.loss_scale, nan=1.0)[:, np.newaxis]
        held = block.max_abs[:, kernels] * scale
        states = block.states[:, kernels]
        limit = self.thresholds[UNDERFLOW]
        small = (states == State.PRESENT) & (held < limit)
        # What is zero beside a gradient that is hardly there has gone the same way.
        small |= (states == State.ZERO) & small.any(axis=1, keepdims=True)
        with np.errstate(divide="ignore"):
            decades = -np.log10(np.where(states == State.ZERO, np.float32(np.nan), held))
        self._small.see(block.steps, small, decades)

    def verdicts(self) -> Iterator[Verdict]:
        """At most one."""
        kernels = self.layers.kernels
        subjects = np.flatnonzero(self._small.lasts & self._half.is_float16[kernels])
        if not len(subjects) or not self.is_warm:
            return
        decades = float(np.fmax.reduce(self._small.extreme[subjects]))
        facts: dict[str, float | int | str] = {
            "layers": len(subjects),
            "layers_of_model": len(kernels),
        }
        if np.isfinite(self._last_scale):
            facts["loss_scale"] = self._last_scale
        yield self.of_rows(
            "underflow",
            "vanishing",
            "note" if self.is_learning else "warning",
            kernels[subjects],
            self._small,
            subjects,
            UNDERFLOW,
            {"float16_magnitude": float(10**-decades) if np.isfinite(decades) else 0.0},
            facts,
        )
