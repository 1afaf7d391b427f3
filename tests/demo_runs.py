"""The runs of the demo, trained once for all tests, and read without TensorFlow.

A conftest.py takes the fixture with `from tests.demo_runs import trained_demo`; whoever takes
it gets the same logs.
"""

from __future__ import annotations

import dataclasses
import functools
import json
import os
import pathlib
import re
import shutil
import struct
import subprocess
import sys
from collections.abc import Iterator

import filelock
import google_crc32c
import numpy as np
import pytest
from tensorboard.compat.proto import event_pb2
from tensorboard.util import tensor_util

from tb_gradplugin.schema import encoding, tags
from tb_gradplugin.schema.statistics import STATE
from tests import shared_folders

RUN_PY = pathlib.Path(__file__).resolve().parent.parent / "demo" / "run.py"

RUNS = (
    *("sound", "bessel", "null", "rounding", "branch"),
    *("vanishing", "underflow", "non-finite", "wrong", "forgotten"),
)
"""Folders in the log folder, in the order of training."""

NULL_VARIABLES = (
    "network/auxiliary_hidden/kernel",
    "network/auxiliary_hidden/bias",
    "network/auxiliary_digit/kernel",
    "network/auxiliary_digit/bias",
)
"""Those of the run "null" that get no gradient, from the first step to the last."""


@dataclasses.dataclass(frozen=True)
class TrainedDemo:
    """What `DEMO_SERVE=0 python demo/run.py` left behind.

    Attributes:
      logdir: the folder of the runs.
      output: what it wrote to standard output.
      errors: what it wrote to standard error.
      processor_seconds: how long it computed, however busy the machine was with something else.
    """

    logdir: pathlib.Path
    output: str
    errors: str
    processor_seconds: float

    def accuracy(self, run: str) -> float:
        """The share of the test images that the output says were told right."""
        (percent,) = re.findall(rf"^{run} +([\d.]+)% ", self.output, re.MULTILINE)
        return float(percent) / 100


@dataclasses.dataclass(frozen=True)
class Recording:
    """One run, as the event file has it.

    Attributes:
      variables: names, in the order of the columns.
      steps: int [rows].
      vectors: [rows, variables] for each statistic of variables and for "state"; [rows] for
        each statistic of a step.
    """

    variables: tuple[str, ...]
    steps: list[int]
    vectors: dict[str, np.ndarray]

    def columns(self, name: str, *variables: str) -> np.ndarray:
        """[rows, variables] of a statistic, for some variables."""
        return self.vectors[name][:, [self.variables.index(each) for each in variables]]


@pytest.fixture(scope="session")
def trained_demo(tmp_path_factory) -> TrainedDemo:
    """The demo, trained in full."""
    logdir = tmp_path_factory.getbasetemp() / "demo_logs"
    return _copied(shared_folders.of_all_workers(tmp_path_factory), logdir)


@functools.cache  # A fixture of the session exists once for each conftest.py that takes it.
def _copied(shared: pathlib.Path, logdir: pathlib.Path) -> TrainedDemo:
    """Trains into the folder that all workers share, if none of them has, and copies the logs."""
    said = shared / "trained_demo.json"
    with filelock.FileLock(shared / "trained_demo.lock"):
        if not said.exists():
            trained = _trained_into(shared / "trained_demo")
            said.write_text(json.dumps(trained), encoding="utf-8")
    shutil.copytree(shared / "trained_demo", logdir)
    return TrainedDemo(logdir, **json.loads(said.read_text(encoding="utf-8")))


def _trained_into(logdir: pathlib.Path) -> dict[str, str | float]:
    """What `TrainedDemo` has beside its folder."""
    before = _of_children()
    done = run_demo("--logdir", logdir, DEMO_SERVE="0")
    seconds = _of_children() - before
    assert done.returncode == 0, done.stdout + done.stderr
    return {"output": done.stdout, "errors": done.stderr, "processor_seconds": seconds}


def _of_children() -> float:
    times = os.times()
    return times.children_user + times.children_system


def run_demo(*arguments: object, **environment: str) -> subprocess.CompletedProcess[str]:
    """Runs the demo to its end."""
    return subprocess.run(
        [sys.executable, str(RUN_PY), *map(str, arguments)],
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=False,
    )


def recording(run_folder: pathlib.Path) -> Recording:
    """Reads the one event file of a run, every checksum included."""
    (path,) = run_folder.glob("events.out.tfevents.*")
    variables: tuple[str, ...] = ()
    steps: list[int] = []
    rows: dict[str, list[np.ndarray]] = {}
    for record in _records(path.read_bytes()):
        event = event_pb2.Event.FromString(record)
        parsed = [(tags.parse(value.tag), value.tensor) for value in event.summary.value]
        for tag, tensor in parsed:
            assert tag is not None, event
            if tag.kind == tags.VARIABLES:
                table, _ = encoding.decode_table(tensor.string_val[0])
                variables = tuple(variable.name for variable in table.variables)
            elif tag.kind not in (tags.COUNTERS, tags.INCIDENT):
                rows.setdefault(tag.kind, []).append(tensor_util.make_ndarray(tensor))
        if any(tag.kind == STATE for tag, _ in parsed):
            steps.append(event.step)
    return Recording(variables, steps, {name: np.stack(each) for name, each in rows.items()})


def _records(content: bytes) -> Iterator[bytes]:
    """The records of a file in the TFRecord format."""
    position = 0
    while position < len(content):
        (length,) = struct.unpack_from("<Q", content, position)
        start, end = position + 12, position + 12 + length
        for part, checksum in (
            (content[position : position + 8], start - 4),
            (content[start:end], end),
        ):
            crc = google_crc32c.value(part)
            masked = (((crc >> 15) | (crc << 17)) + 0xA282EAD8) & 0xFFFFFFFF
            assert struct.unpack_from("<I", content, checksum) == (masked,)
        yield content[start:end]
        position = end + 4
