"""Any number of runs out of some that were recorded, each with numbers of its own."""

from __future__ import annotations

import pathlib
import tempfile
import threading

import numpy as np
from tensorboard.compat.proto import event_pb2

from tb_gradplugin.backend import event_files
from tb_gradplugin.backend.record_files import RecordFile
from tb_gradplugin.schema import tags
from tests import event_logs
from tests.benchmarks import live_training

RECORDED = 8
"""Trainings that are run for it, of 4 to 32 variables and 50 to 400 steps."""

SCALED = ("l2_norm", "max_abs", "mean", "std")


def write(logdir: pathlib.Path, count: int, trainings: int = RECORDED) -> None:
    """Writes the runs `run_000` and so on.

    Args:
      logdir: folder of the runs.
      count: of runs.
      trainings: of which they are made.
    """
    with tempfile.TemporaryDirectory() as name:
        recorded = [pathlib.Path(name) / str(seed) for seed in range(trainings)]
        for seed, folder in enumerate(recorded):
            layers, steps = 2 + 2 * seed, 50 * (1 + seed)
            live_training.train(folder, seed, threading.Event(), layers, steps)
        for number in range(count):
            source = recorded[number % len(recorded)]
            _scaled(source, logdir / f"run_{number:03d}", np.float32(1 + number / count))


def _scaled(source: pathlib.Path, folder: pathlib.Path, factor: np.float32) -> None:
    """A copy of a run, its gradients multiplied."""
    with event_logs.EventFile(folder) as file:
        for path in event_files.paths(source):
            for payload in RecordFile(path).payloads():
                event = event_pb2.Event.FromString(payload)
                for value in event.summary.value:
                    tag = tags.parse(value.tag)
                    if tag is not None and tag.kind in SCALED:
                        numbers = np.frombuffer(value.tensor.tensor_content, "<f4") * factor
                        value.tensor.tensor_content = numbers.tobytes()
                if event.WhichOneof("what") == "summary":
                    file.event(event)
