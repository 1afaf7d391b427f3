"""Trains the runs one after the other, and says what became of each."""

from __future__ import annotations

import dataclasses
import pathlib
import time
import types
import warnings

import digits
import keras
import readings
from display import Display
from log_folder import RUNS, WEIGHTS
from progress import Progress
from signals import Signals
from trainings import non_finite, null, sound, vanishing

TRAININGS = dict(zip(RUNS, (sound, vanishing, null, non_finite), strict=True))

_OURS = "tb_gradplugin:"
"""What a warning of the package begins with."""


@dataclasses.dataclass(frozen=True)
class _Trained:
    accuracy: float
    seconds: float
    reading: readings.Reading
    warnings: list[warnings.WarningMessage]


def train_all(
    logdir: pathlib.Path, display: Display, signals: Signals, quick: bool
) -> tuple[str, ...]:
    """Trains every run into a folder of its own; returns their names.

    Args:
      logdir: gets the folders.
      display: shows how far it is.
      signals: end it.
      quick: one epoch each.

    Raises:
      KeyboardInterrupt: there was a signal.
    """
    images = digits.load()
    display.say(
        f"Four networks learn {len(images.train_images):,} handwritten digits, "
        f"and are tested with {len(images.test_images)} others.\n"
    )
    display.head()
    for run, training in TRAININGS.items():
        epochs = 1 if quick else training.EPOCHS
        steps = epochs * images.steps_per_epoch
        with display.training(run, steps) as advance:
            progress = Progress(signals.check, advance)
            trained = _trained(training, images, logdir / run, epochs, progress)
        _show(run, trained, display)
    return RUNS


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
    return _Trained(accuracy, seconds, readings.read(folder), caught)


def _show(run: str, trained: _Trained, display: Display) -> None:
    reading = trained.reading
    seen, is_ok = readings.in_words(reading), readings.is_ok(reading)
    display.result(run, trained.accuracy, seen, trained.seconds, is_ok)
    explanations = []
    for warning in trained.warnings:
        text = str(warning.message)
        if text.startswith(_OURS):
            explanations.append(text.removeprefix(_OURS).strip())
            continue
        who = "Keras" if "keras" in pathlib.Path(warning.filename).parts else "Python"
        display.remark(f"{who} warned: {text}")
    for explanation in explanations:
        display.explanation(explanation)
