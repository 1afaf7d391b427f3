"""The small real data sets that come with scikit-learn, and what a linear model makes of them."""

from __future__ import annotations

import dataclasses
import functools

import numpy as np
from sklearn import datasets, linear_model

DATASETS = ("digits", "iris", "wine", "breast_cancer", "diabetes")


@dataclasses.dataclass(frozen=True, eq=False)
class Dataset:
    """Features with mean 0 and standard deviation 1, in a random order that is always the same.

    Attributes:
      name: one of `DATASETS`.
      features: float32 [rows, features].
      targets: int64 [rows] from 0 to `classes - 1`; float32 [rows] with mean 0 and standard
        deviation 1 where `classes` is 0.
      classes: 0 where a number is to be told.
      raw_features: float32 [rows, features] as they were measured.
    """

    name: str
    features: np.ndarray
    targets: np.ndarray
    classes: int
    raw_features: np.ndarray

    @property
    def outputs(self) -> int:
        """Numbers that a network has to give for each row."""
        return self.classes or 1

    def score(self, predicted: np.ndarray) -> float:
        """How much of what can be known is known: 0 as by chance, 1 everything.

        Args:
          predicted: [rows, classes] of which the largest tells the class, or [rows, 1].

        Returns:
          Accuracy, with the share of the most frequent class as 0; or the coefficient of
          determination. Never under 0; 0 where something is not finite.
        """
        if not np.all(np.isfinite(predicted)):
            return 0.0
        if self.classes:
            accuracy = float(np.mean(predicted.argmax(axis=1) == self.targets))
            chance = np.bincount(self.targets).max() / len(self.targets)
            return max(0.0, float((accuracy - chance) / (1 - chance)))
        return max(0.0, 1 - float(np.mean((predicted[:, 0] - self.targets) ** 2)))

    @functools.cached_property
    def linear_score(self) -> float:
        """The score of a linear model on the rows that it was fitted to."""
        if not self.classes:
            model = linear_model.LinearRegression().fit(self.features, self.targets)
            return self.score(model.predict(self.features)[:, np.newaxis])
        model = linear_model.LogisticRegression(max_iter=1000).fit(self.features, self.targets)
        chosen = model.predict(self.features)
        return self.score(np.eye(self.classes)[chosen])


@functools.cache
def load(name: str) -> Dataset:
    """One of `DATASETS`."""
    raw, targets = getattr(datasets, f"load_{name}")(return_X_y=True)
    order = np.random.default_rng(0).permutation(len(raw))
    raw, targets = raw[order].astype(np.float32), targets[order]
    deviations = raw.std(axis=0)
    # The corners of the digits are never written on.
    features = (raw - raw.mean(axis=0)) / np.where(deviations > 0, deviations, 1)
    if name == "diabetes":
        targets = ((targets - targets.mean()) / targets.std()).astype(np.float32)
        return Dataset(name, features, targets, 0, raw)
    return Dataset(name, features, targets.astype(np.int64), int(targets.max()) + 1, raw)
