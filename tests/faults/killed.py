"""Trainings that are ended by `kill -9` at a random moment, and what is left of their logs.

    python -m tests.faults.killed FOLDER KILLS [SEED]

prints one JSON object. TensorFlow is imported once; each training is a process
of its own that is forked before any op has run.
"""

from __future__ import annotations

import dataclasses
import json
import os
import pathlib
import random
import select
import signal
import sys
import time
import warnings
import zlib
from typing import Any

import numpy as np

import tb_gradplugin as tbg
from tests.faults import oracle

_STARTED_SECONDS = 60.0
_MOST_SECONDS = 0.6
"""Between the first flush and the end; some trainings are ended before they have begun."""


@dataclasses.dataclass
class Killed:
    """What came of all trainings.

    Attributes:
      kills: trainings that were ended.
      before_first_flush: those of which nothing had been flushed.
      torn: those whose file ends within a record.
      flushed_rows: what the trainings said was safe.
      read_rows: what `tbg.read` gives.
      lost_rows: flushed, and not read, or not with the same bits.
      invented_rows: read, and not in the file, or not with the numbers that the training had.
      altered_files: that do not begin with the bytes that had been flushed.
    """

    kills: int = 0
    before_first_flush: int = 0
    torn: int = 0
    flushed_rows: int = 0
    read_rows: int = 0
    lost_rows: int = 0
    invented_rows: int = 0
    altered_files: int = 0


@dataclasses.dataclass(frozen=True)
class _Flushed:
    """What a training says after a flush: the steps before `steps` are in these bytes."""

    steps: int
    size: int
    crc: int


def _loop(folder: pathlib.Path, pipe: int, source: random.Random) -> None:
    """A loop of one's own, in a traced function; the gradients are known by heart."""
    import tensorflow as tf

    variable = tf.Variable([3.0, 4.0], name="w")
    recorder = tbg.GradientRecorder(folder, [variable], every=1, max_rows=None, verbose=False)

    @tf.function
    def train_step(step: tf.Tensor) -> None:
        recorder.record([variable * step], loss=step / 2)

    # It may run on for seconds where the machine is busy, and ends by itself after minutes.
    rate = _flush_rate(source)
    for step in range(1_000_000):
        train_step(tf.constant(float(step)))
        if source.random() < rate:
            recorder.flush()
            _tell(pipe, folder, step + 1)


def _fit(folder: pathlib.Path, pipe: int, source: random.Random) -> None:
    """`fit` of Keras."""
    import keras

    health = tbg.GradientHealth(folder, every=1, max_rows=None)

    class Teller(keras.callbacks.Callback):
        steps = 0
        rate = _flush_rate(source)

        def on_train_batch_end(self, batch: int, logs: Any = None) -> None:  # noqa: ARG002
            self.steps += 1
            if source.random() < self.rate:
                health.flush()
                _tell(pipe, folder, self.steps)

    model = keras.Sequential([keras.Input([4]), keras.layers.Dense(3), keras.layers.Dense(1)])
    model.compile("sgd", "mse")
    x = np.random.default_rng(0).normal(size=[4096, 4]).astype(np.float32)
    callbacks = [health, Teller()]
    model.fit(x, x[:, :1], batch_size=8, epochs=1000, verbose=0, callbacks=callbacks)


_TRAININGS = (_loop, _fit)


def _flush_rate(source: random.Random) -> float:
    """Per step. Where it is low, many rows are written at once: the log may be torn in a row."""
    return 10 ** source.uniform(-2.5, -0.2)


def _tell(pipe: int, folder: pathlib.Path, steps: int) -> None:
    (path,) = folder.iterdir()
    content = path.read_bytes()
    os.write(pipe, f"{steps} {len(content)} {zlib.crc32(content)}\n".encode())


def end_trainings(folder: pathlib.Path, kills: int, seed: int = 0) -> Killed:
    """Starts trainings, alternately of each kind, and ends them."""
    source = random.Random(seed)
    outcome = Killed()
    for number in range(kills):
        run = folder / f"{number:03d}"
        flushed = _ended_by_force(run, _TRAININGS[number % len(_TRAININGS)], source)
        _look(run, flushed, number % len(_TRAININGS) == 0, outcome)
    return outcome


def _ended_by_force(run: pathlib.Path, training: Any, source: random.Random) -> _Flushed | None:
    """Ends one training, and returns what it said last."""
    reader, writer = os.pipe()
    seed = source.random()
    child = os.fork()
    if child == 0:
        os.close(reader)
        warnings.simplefilter("ignore")
        try:
            training(run, writer, random.Random(seed))
        finally:
            os._exit(1)
    os.close(writer)
    is_early = source.random() < 0.1
    if not is_early:
        select.select([reader], [], [], _STARTED_SECONDS)
    end = time.monotonic() + source.uniform(0, 2 * _MOST_SECONDS if is_early else _MOST_SECONDS)
    said = b""
    while (left := end - time.monotonic()) > 0:
        if select.select([reader], [], [], left)[0]:
            said += os.read(reader, 1 << 16)
    os.kill(child, signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    assert os.WIFSIGNALED(status), "the training ended by itself"
    while more := os.read(reader, 1 << 16):
        said += more
    os.close(reader)
    lines = said.decode().split("\n")[:-1]
    return _Flushed(*map(int, lines[-1].split())) if lines else None


def _look(run: pathlib.Path, flushed: _Flushed | None, is_known: bool, outcome: Killed) -> None:
    """Compares the log of a training with what it said."""
    outcome.kills += 1
    contents = oracle.contents_of(run) if run.is_dir() else []
    can_be_read = oracle.readable(contents)
    outcome.torn += bool(contents) and not can_be_read.is_whole
    try:
        log = tbg.read(run)
    except (FileNotFoundError, ValueError):
        rows: oracle.Rows = {}
    else:
        rows = oracle.rows_of(log)
    outcome.read_rows += len(rows)
    compared = oracle.compared(can_be_read.shown, rows)
    outcome.invented_rows += compared.invented
    if is_known:
        outcome.invented_rows += sum(not _is_as_lived(step, row) for step, row in rows.items())
    if flushed is None:
        outcome.before_first_flush += 1
        return
    (content,) = contents
    outcome.altered_files += zlib.crc32(content[: flushed.size]) != flushed.crc
    outcome.flushed_rows += flushed.steps
    there = (step for step in range(flushed.steps) if step in rows)
    intact = sum(oracle.is_same(can_be_read.rows[step], rows[step]) for step in there)
    outcome.lost_rows += flushed.steps - intact


def _is_as_lived(step: int, row: dict[str, bytes]) -> bool:
    """Whether a row of `_loop` has the numbers that the training had."""
    lived = {"max_abs": 4 * step, "mean": 3.5 * step, "loss": step / 2}
    return all(row[kind] == np.float32(number).tobytes() for kind, number in lived.items())


def main() -> None:
    """See the docstring of the module."""
    folder, kills, *seed = sys.argv[1:]
    # So that the trainings need not; nothing of it has run when they are forked.
    import keras  # noqa: F401

    tbg.GradientHealth, tbg.GradientRecorder  # noqa: B018  They are imported when first named.
    outcome = end_trainings(pathlib.Path(folder), int(kills), *map(int, seed))
    print(json.dumps(dataclasses.asdict(outcome)))  # noqa: T201 (what it is for)


if __name__ == "__main__":
    main()
