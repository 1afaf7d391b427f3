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
        self._small = self.lasting(len(layers.kernels), np.fmin)
        self._last_scale = float("nan")

    def see(self, block: Block) -> None:
        """Takes up the next rows."""
        self._half.see(block)
        self._last_scale = float(block.loss_scale[-1])
        kernels = self.layers.kernels
        if not self._half.may_be_float16[kernels].any():
            return  # As nearly always: no verdict can come of it any more.
        scale = np.nan_to_num(block.loss_scale, nan=1.0)[:, np.newaxis]
        held = block.max_abs[:, kernels] * scale
        states = block.states[:, kernels]
        limit = self.thresholds[UNDERFLOW]
        small = (states == State.PRESENT) & (held < limit)
        # What is zero beside a gradient that is hardly there has gone the same way.
        small |= (states == State.ZERO) & small.any(axis=1, keepdims=True)
        # The largest of what is zero tells nothing.
        self._small.see(block.steps, small, np.where(held > 0, held, np.float32(np.nan)))

    def verdicts(self) -> Iterator[Verdict]:
        """At most one."""
        kernels = self.layers.kernels
        subjects = np.flatnonzero(self._small.lasts & self._half.is_float16[kernels])
        if not len(subjects) or not self.is_warm:
            return
        smallest = float(np.fmin.reduce(self._small.extreme[subjects]))
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
            {"float16_magnitude": smallest if np.isfinite(smallest) else 0.0},
            facts,
        )
