"""Rows of trainings that never ran: what a sound one records, and ways to make it sick.

Norms scatter from row to row as those of batches do, the loss falls, and the
float32 numbers have all of their digits.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Sequence

import numpy as np

from tb_gradplugin.health.judge import Judge
from tb_gradplugin.health.thresholds import Thresholds
from tb_gradplugin.schema.records import Counters, VariableCounts, VariableRecord
from tb_gradplugin.schema.states import State
from tb_gradplugin.schema.verdicts import Verdict

VECTORS = ("l2_norm", "max_abs", "zero_fraction", "variable_norm", "update_ratio")
SEEDS = range(5)


@dataclasses.dataclass
class Training:
    """Rows as arrays; tests change them.

    Attributes:
      variables: kernel and bias of each layer, first layer first.
      steps: int64 [rows].
      arrays: name -> float32 [rows, variables].
      states: uint8 [rows, variables].
      loss: float32 [rows].
      loss_scale: float32 [rows].
      counters: what was counted on every step; None where nothing was.
    """

    variables: list[VariableRecord]
    steps: np.ndarray
    arrays: dict[str, np.ndarray]
    states: np.ndarray
    loss: np.ndarray
    loss_scale: np.ndarray
    counters: Counters | None = None

    @property
    def kernels(self) -> list[int]:
        """Places of the kernels."""
        return [place for place, one in enumerate(self.variables) if len(one.shape) > 1]

    def zero(self, places: Sequence[int], rows: slice = slice(None)) -> None:
        """Makes gradients 0 on some rows."""
        for place in places:
            self.states[rows, place] = State.ZERO
            for name in ("l2_norm", "max_abs", "update_ratio"):
                self.arrays[name][rows, place] = 0
            self.arrays["zero_fraction"][rows, place] = 1

    def without(self, state: State, places: Sequence[int], rows: slice = slice(None)) -> None:
        """Makes gradients null or non-finite on some rows."""
        for place in places:
            self.states[rows, place] = state
            for name in ("l2_norm", "max_abs", "zero_fraction"):
                self.arrays[name][rows, place] = np.nan

    def scale(self, places: Sequence[int], factor: float | np.ndarray) -> None:
        """Multiplies gradients, all rows alike or each by its own factor."""
        for place in places:
            self.arrays["l2_norm"][:, place] *= factor
            self.arrays["max_abs"][:, place] *= factor

    def stay(self, level: float = 2.3) -> None:
        """Makes the loss one that does not fall."""
        self.loss = np.float32(level) + 0 * self.loss

    def count(self, steps: int, **of_variable: dict[int, tuple[int, int, int]]) -> None:
        """Counts: name of a state -> place -> times, first step, last step."""
        found: dict[int, dict[str, int]] = {}
        for name, counts in of_variable.items():
            for place, (times, first, last) in counts.items():
                entry = found.setdefault(place, {"null": 0, "zero": 0, "nonfinite": 0})
                entry.update({name: times, "first_step": first, "last_step": last})
        counts = {place: VariableCounts(**entry) for place, entry in found.items()}
        self.counters = Counters(steps, 0, 0, 0, counts)

    def rows(self) -> list[dict[str, np.ndarray]]:
        """As they are written, histograms and all."""
        return [
            {
                "state": self.states[row],
                **{name: array[row] for name, array in self.arrays.items()},
                "loss": self.loss[row],
                "loss_scale": self.loss_scale[row],
                "histogram": np.zeros((len(self.variables), 32), np.uint8),
                "mean": self.arrays["l2_norm"][row],
            }
            for row in range(len(self.steps))
        ]

    def judged(self, **thresholds: float) -> list[Verdict]:
        """What a judge says of it; `a__b` stands for the threshold `a.b`."""
        chosen = {name.replace("__", "."): value for name, value in thresholds.items()}
        judge = Judge(self.variables, Thresholds(chosen))
        for step, row in zip(self.steps, self.rows(), strict=True):
            judge.row(int(step), row)
        if self.counters is not None:
            judge.counters(self.counters)
        return judge.verdicts()


def sound(
    seed: int = 0,
    layers: int = 6,
    rows: int = 40,
    schedule: Callable[[int], int] = lambda row: row if row < 10 else 50 * (row - 9),
) -> Training:
    """A training that learns."""
    random = np.random.default_rng(seed)
    variables = []
    for layer in range(layers):
        variables.append(VariableRecord(f"d{layer}/kernel", (64, 32), "float32", f"d{layer}"))
        variables.append(VariableRecord(f"d{layer}/bias", (32,), "float32", f"d{layer}"))
    shape = (rows, len(variables))

    def scattered(level: float) -> np.ndarray:
        return (level * random.lognormal(0, 0.4, shape)).astype(np.float32)

    norms = scattered(1.0)
    norms[:, 1::2] *= np.float32(0.2)
    arrays = {
        "l2_norm": norms,
        "max_abs": norms * random.uniform(0.05, 0.4, shape).astype(np.float32),
        "zero_fraction": random.uniform(0, 0.6, shape).astype(np.float32),
        "variable_norm": 8 * np.exp(np.cumsum(random.normal(0, 1e-3, shape), axis=0)).astype("f4"),
        "update_ratio": scattered(1e-3),
    }
    fall = np.exp(-3 * np.arange(rows) / rows)
    return Training(
        variables,
        np.array([schedule(row) for row in range(rows)], np.int64),
        arrays,
        np.full(shape, State.PRESENT, np.uint8),
        (2.3 * fall * random.lognormal(0, 0.1, rows)).astype(np.float32),
        np.full(rows, np.nan, np.float32),
    )


def in_half_precision(array: np.ndarray) -> np.ndarray:
    """The numbers rounded to float16's 11 digits, of any magnitude; float32."""
    fraction, exponent = np.frexp(array.astype(np.float64))
    return np.ldexp(np.round(fraction * 2**11) / 2**11, exponent).astype(np.float32)
