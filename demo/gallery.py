"""Trains the runs one after the other, and says what became of each, and why."""

from __future__ import annotations

import dataclasses
import importlib
import pathlib
import time
import types
import warnings
from collections.abc import Sequence

import digits
import excerpts
import keras
import readings
from display import Display
from log_folder import WEIGHTS
from progress import Progress
from signals import Signals

_OURS = "tb_gradplugin:"
"""What a warning of the package begins with."""


@dataclasses.dataclass(frozen=True)
class _Trained:
    model: keras.Model
    accuracy: float | None
    seconds: float
    reading: readings.Reading
    warnings: list[warnings.WarningMessage]


def train_all(
    runs: Sequence[str], logdir: pathlib.Path, display: Display, signals: Signals, quick: bool
) -> None:
    """Trains runs into a folder each, and explains their gradients.

    Args:
      runs: their names.
      logdir: gets the folders.
      display: shows how far it is.
      signals: end it.
      quick: one epoch each.

    Raises:
      KeyboardInterrupt: there was a signal.
    """
    images = digits.load()
    display.say(
        f"There are {len(images.train_images):,} handwritten digits to learn from, and "
        f"{len(images.test_images)} others to be tested with.\n"
    )
    display.head()
    for run in runs:
        training = importlib.import_module(run.replace("-", "_"))
        epochs = 1 if quick else training.EPOCHS
        steps = epochs * images.steps_per_epoch
        with display.training(run, steps) as advance:
            progress = Progress(signals.check, advance)
            trained = _trained(training, images, logdir / run, epochs, progress)
        _show(run, trained, display)
        with display.waiting("asking why"):
            report = training.explained(trained.model, images)
        display.explanation(excerpts.excerpt(report))
        signals.check()


def _trained(
    training: types.ModuleType,
    images: digits.Digits,
    folder: pathlib.Path,
    epochs: int,
    progress: Progress,
) -> _Trained:
    keras.utils.set_random_seed(0)
    started = time.monotonic()
    with warnings.catch_warnings(record=True) as caught:
        model, accuracy = training.train(images, str(folder), epochs, progress)
    seconds = time.monotonic() - started
    model.save_weights(folder / WEIGHTS)
    return _Trained(model, accuracy, seconds, readings.read(folder), caught)


def _show(run: str, trained: _Trained, display: Display) -> None:
    reading = trained.reading
    seen, is_ok = readings.in_words(reading), readings.is_ok(reading)
    display.result(run, trained.accuracy, seen, trained.seconds, is_ok)
    for warning in trained.warnings:
        text = str(warning.message)
        # What the package says of missing gradients is said again, with all others, below.
        if not text.startswith(_OURS):
            who = "Keras" if "keras" in pathlib.Path(warning.filename).parts else "Python"
            display.remark(f"{who} warned: {text}")
