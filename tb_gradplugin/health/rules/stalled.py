"""Stalled: the gradient is there, and the variable stays as it is."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from tb_gradplugin.health.block import Block
from tb_gradplugin.health.course import Course
from tb_gradplugin.health.layers import Layers
from tb_gradplugin.health.limits import Thresholds
from tb_gradplugin.health.persistence import Persistence
from tb_gradplugin.health.rules.rule import Rule
from tb_gradplugin.health.seen_states import SeenStates
from tb_gradplugin.health.thresholds import STALLED, VANISHING_LAYERS
from tb_gradplugin.schema.verdicts import Verdict


class Stalled(Rule):
    """A warning where the loss stays as well; a variable that never moves is one in any case."""

    def __init__(self, layers: Layers, thresholds: Thresholds, seen: SeenStates, course: Course):
        """See `Rule`."""
        super().__init__(layers, thresholds, seen, course)
        variables = len(layers.variables)
        self._slow = self.lasting(variables, np.fmin)
        self._still = self.lasting(variables)
        self._last_norms = np.full(variables, np.nan, np.float32)

    def see(self, block: Block) -> None:
        """Takes up the next rows."""
        # A gradient that vanishes moves nothing; here it has to be there.
        present = block.relative >= self.thresholds[VANISHING_LAYERS]
        before = np.concatenate([self._last_norms[np.newaxis], block.variable_norm[:-1]])
        self._last_norms = block.variable_norm[-1]
        # Where gradients are accumulated over steps, few rows have an update, or none has; the norm
        # tells of what moved between them.
        same = block.variable_norm == before
        moved = np.nan_to_num(block.update_ratio, nan=0.0)
        slow = present & (block.update_ratio < self.thresholds[STALLED]) & (same | (moved > 0))
        still = present & same & (moved == 0)
        self._slow.see(block.steps, slow, block.update_ratio)
        self._still.see(block.steps, still, block.update_ratio)

    def verdicts(self) -> Iterator[Verdict]:
        """At most one."""
        if not self.is_warm:
            return
        kernels = self.layers.kernels
        still = np.flatnonzero(self._still.lasts & self._for_long(self._still))
        if len(still):
            yield self._verdict(self._still, still, 0.0)
        elif (
            self.is_not_learning and (self._slow.lasts & self._for_long(self._slow))[kernels].all()
        ):
            yield self._verdict(self._slow, kernels, float(self._slow.extreme[kernels].min()))

    def _for_long(self, condition: Persistence) -> np.ndarray:
        """Whether it is so since the first half; bool [variables].

        A learning rate that ends at 0 makes the last updates small on purpose.
        """
        middle = (self.course.first_step or 0) + self.course.span / 2
        return np.asarray(condition.first_step <= middle)

    def _verdict(self, condition: Persistence, places: np.ndarray, ratio: float) -> Verdict:
        return self.of_rows(
            "stalled",
            "ok",
            "warning",
            places,
            condition,
            places,
            STALLED,
            {"update_ratio": ratio},
            {"variables_of_model": len(self.layers.variables)},
        )
