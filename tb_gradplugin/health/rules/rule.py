"""What every rule is given, and what it has to offer."""

from __future__ import annotations

import abc
from collections.abc import Iterable, Mapping

import numpy as np

from tb_gradplugin.health.block import Block
from tb_gradplugin.health.course import Course
from tb_gradplugin.health.layers import Layers
from tb_gradplugin.health.limits import Threshold, Thresholds
from tb_gradplugin.health.persistence import Persistence
from tb_gradplugin.health.seen_states import SeenStates
from tb_gradplugin.health.thresholds import PROGRESS, SHARE, WARM_UP, WINDOW
from tb_gradplugin.schema.verdicts import Verdict


class Rule(abc.ABC):
    """One kind of sickness in the gradients of one variable table.

    A rule says the same after the same rows, in whatever blocks they came.
    """

    def __init__(self, layers: Layers, thresholds: Thresholds, seen: SeenStates, course: Course):
        """Prepares.

        Args:
          layers: the variables.
          thresholds: the limits.
          seen: the states of the gradients; it sees each block before the rule.
          course: how the training goes; it sees each block before the rule.
        """
        self.layers = layers
        self.thresholds = thresholds
        self.seen = seen
        self.course = course

    @abc.abstractmethod
    def see(self, block: Block) -> None:
        """Takes up the next rows."""

    @abc.abstractmethod
    def verdicts(self) -> Iterable[Verdict]:
        """What is to be said after the rows so far."""

    @property
    def is_learning(self) -> bool:
        """Whether the loss has fallen far; False where it is not known."""
        return self.course.progress >= self.thresholds[PROGRESS]

    @property
    def is_not_learning(self) -> bool:
        """Whether the loss is known and has not fallen far."""
        return self.course.progress < self.thresholds[PROGRESS]

    @property
    def is_warm(self) -> bool:
        """Whether the first steps are over."""
        return self.course.span >= self.thresholds[WARM_UP]

    def lasting(self, subjects: int, worst: np.ufunc = np.fmax) -> Persistence:
        """A condition that has to last over the usual window; see `Persistence`."""
        window, share = int(self.thresholds[WINDOW]), self.thresholds[SHARE]
        return Persistence(subjects, window, share, worst)

    def of_rows(
        self,
        rule: str,
        status: str,
        severity: str,
        places: np.ndarray,
        condition: Persistence,
        subjects: np.ndarray,
        threshold: Threshold,
        measured: Mapping[str, float],
        facts: Mapping[str, float | int | str],
    ) -> Verdict:
        """A verdict on what lasted over rows.

        Args:
          rule: its name.
          status: of the gradients.
          severity: of the verdict.
          places: int64 [variables], which are to be named.
          condition: what lasted.
          subjects: int64, those of the condition that count.
          threshold: what was exceeded or undercut.
          measured: one entry: what is compared with it.
          facts: further evidence.
        """
        first = condition.first_step[subjects]
        return Verdict(
            rule=rule,
            severity=severity,
            status=status,
            variables=self.layers.names(np.sort(places)),
            first_step=int(first.min()),
            last_step=int(condition.last_step[subjects].max()),
            steps=int(condition.rows[subjects].max()),
            of_steps=condition.of_rows,
            evidence={name: _finite(value) for name, value in {**measured, **facts}.items()},
            limit=self.thresholds.limit(threshold),
            measured=next(iter(measured)),
        )


def _finite(value: float | int | str) -> float | int | str:
    """The number, or the largest float32 where it is beyond: strict JSON knows no infinity."""
    if isinstance(value, float):
        return value if np.isfinite(value) else float(np.finfo(np.float32).max)
    return value
