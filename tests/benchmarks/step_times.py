"""What recording adds to a step: blocks of one schedule period, in turn, as ratios to the bare one.

A step time is that of a whole block, the steps that are recorded and the writing included, none
left out. The first period, in which the step is traced and the first ten rows are recorded, runs
before anything is timed. The clock goes on while a training waits for its turn; so that it writes
as often by its own time as one that is let run, it is to write as many times as seldom as there
are trainings.
"""

from __future__ import annotations

import dataclasses
import pathlib
import random
from collections.abc import Callable, Sequence

import keras
import numpy as np

from tests.benchmarks.arms import ARMS, BARE, Callbacks
from tests.benchmarks.networks import Network
from tests.benchmarks.turns import Block, Border, Training

PERIOD = 50
"""Steps of a block: the default schedule records one of them."""


@dataclasses.dataclass
class StepTimes:
    """The blocks of each arm in the order of the rounds.

    Attributes:
      blocks: arm -> its blocks.
      differing: arm -> largest difference of a variable from that of the bare training, at the
        end, for those that differ.
    """

    blocks: dict[str, list[Block]]
    differing: dict[str, float]

    def ratios(self, arm: str, of: Callable[[Block], float]) -> list[float]:
        """Of this arm to the bare one, round by round."""
        pairs = zip(self.blocks[arm], self.blocks[BARE], strict=True)
        return [of(block) / of(bare) for block, bare in pairs]


def measured(network: Network, arms: Sequence[str], rounds: int, folder: pathlib.Path) -> StepTimes:
    """Times the arms in turn; each round has an order of its own, always the same ones.

    Args:
      network: what is trained.
      arms: names, the bare one among them.
      rounds: blocks of each arm.
      folder: gets a folder with the log of each arm.
    """
    models: dict[str, keras.Model] = {}
    trainings: dict[str, Training] = {}
    times = StepTimes({arm: [] for arm in arms}, {})
    shuffling = random.Random(3)
    order = list(arms)
    try:
        for name in arms:
            models[name] = network.model(ARMS[name].optimizer(folder / name))
            callbacks = ARMS[name].callbacks(folder / name, turns=len(arms))
            trainings[name] = Training(_fit(network, models[name], callbacks), PERIOD)
            trainings[name].run_block()
        for _ in range(rounds):
            order = _next_order(order, shuffling)
            for name in order:
                times.blocks[name].append(trainings[name].run_block())
    finally:
        for training in trainings.values():
            training.end()
    for name in arms:
        difference = _difference(models[BARE], models[name])
        if difference:
            times.differing[name] = difference
    return times


def _fit(network: Network, model: keras.Model, callbacks: Callbacks) -> Callable[[Border], object]:
    def fit(border: Border) -> None:
        model.fit(
            network.batches(),
            steps_per_epoch=10**9,
            epochs=1,
            verbose=0,
            shuffle=False,
            callbacks=[*callbacks, border],
        )

    return fit


def _next_order(last: list[str], shuffling: random.Random) -> list[str]:
    """Another order, so that no arm always comes after the same one; none comes twice in a row."""
    order = list(last)
    while True:
        shuffling.shuffle(order)
        if len(order) == 1 or order[0] != last[-1]:
            return order


def _difference(one: keras.Model, other: keras.Model) -> float:
    pairs = zip(one.trainable_variables, other.trainable_variables, strict=True)
    return max(float(np.max(np.abs(a.numpy() - b.numpy()))) for a, b in pairs)
