"""What recording adds to the first step, in which the training step is traced and compiled."""

from __future__ import annotations

import gc
import pathlib
import time

import keras

from tests.benchmarks.arms import ARMS, BARE
from tests.benchmarks.networks import Network


class _FirstStep(keras.callbacks.Callback):
    ended_at = 0.0

    def on_train_batch_end(self, batch, logs=None):  # noqa: ARG002 (Keras's)
        self.ended_at = time.perf_counter()


def seconds(
    network: Network, arm: str, pairs: int, folder: pathlib.Path
) -> tuple[list[float], list[float]]:
    """Seconds from the start of `fit` to the end of its first step, with the arm and without.

    Each time in a new model, and each arm first in every other pair. The callback is made within
    that time.

    Returns:
      Two lists, [pairs] each: with, without.
    """
    _first_step(network, BARE, folder / "warm_up")  # what the process does once
    found: dict[str, list[float]] = {arm: [], BARE: []}
    for pair in range(pairs):
        for name in (arm, BARE) if pair % 2 else (BARE, arm):
            found[name].append(_first_step(network, name, folder / f"{name}_{pair}"))
    return found[arm], found[BARE]


def _first_step(network: Network, arm: str, logdir: pathlib.Path) -> float:
    gc.collect()
    model = network.model(ARMS[arm].optimizer(logdir))
    batches = network.batches()
    clock = _FirstStep()
    start = time.perf_counter()
    callbacks = [*ARMS[arm].callbacks(logdir), clock]
    model.fit(batches, steps_per_epoch=1, epochs=1, verbose=0, shuffle=False, callbacks=callbacks)
    return clock.ended_at - start
