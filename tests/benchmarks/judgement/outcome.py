"""What became of a training, and whether that is what its plan says: sound, or sick."""

from __future__ import annotations

import dataclasses
import json
import pathlib

OUTCOME = "outcome.json"

SOUND_SHARE = 0.75
"""Of what a linear model knows, a sound network knows at least this share."""

SICK_SHARE = 0.5
"""Of what its sound twin knows, a sick network knows at most this share."""


@dataclasses.dataclass(frozen=True)
class Outcome:
    """What was seen without the recorder.

    Attributes:
      score: of the predictions for all rows after the training; see `Dataset.score`.
      linear_score: of a linear model.
      is_finite: whether every weight is.
      null: share of the variables without gradient.
      zero: share of the variables whose gradient is 0 on each of some batches.
      nonfinite: share of these batches on which a gradient is not finite.
      moved: the largest change of a variable from beginning to end, in terms of its norm.
      accuracies: of the rows so far, on every twentieth step; empty where a number is to be told.
    """

    score: float
    linear_score: float
    is_finite: bool
    null: float
    zero: float
    nonfinite: float
    moved: float
    accuracies: tuple[float, ...] = ()

    @property
    def is_sound(self) -> bool:
        """It has learnt, and a plain tape finds every gradient finite."""
        learnt = self.score >= SOUND_SHARE * self.linear_score
        return learnt and self.is_finite and not self.null and not self.nonfinite

    def is_sick(self, twin: Outcome, is_by_gradients: bool) -> bool:
        """It has not learnt what its twin has; or, where that may be, its gradients are sick.

        Args:
          twin: the same training without the fault.
          is_by_gradients: whether the gradients of a plain tape decide.
        """
        if is_by_gradients:
            return self.null > twin.null or self.nonfinite > twin.nonfinite
        return twin.is_sound and self.score <= SICK_SHARE * twin.score

    def write(self, folder: pathlib.Path) -> None:
        """Leaves it in the folder of the log, for `read`."""
        text = json.dumps(dataclasses.asdict(self))
        (folder / OUTCOME).write_text(text, encoding="utf-8")


def read(folder: pathlib.Path) -> Outcome:
    """What `write` left.

    Raises:
      FileNotFoundError: the training did not run to its end.
    """
    fields = json.loads((folder / OUTCOME).read_text(encoding="utf-8"))
    return Outcome(**{**fields, "accuracies": tuple(fields["accuracies"])})
