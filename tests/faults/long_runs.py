"""Runs that are long, and runs that are wide: what is recorded stays bounded, and is read."""

from __future__ import annotations

import dataclasses
import pathlib
from collections.abc import Iterator

import numpy as np

import tb_gradplugin as tbg
from tests import event_logs
from tests.end_to_end.servers import TensorBoard, wait_for
from tests.faults.oracle import Compared

_DIGEST = "aaaaaaaa"
_STEPS_PER_CALL = 1000
_FIRST, _EVERY, _MOST_ROWS, _FURTHER_ROWS = 10, 50, 1000, 500


@dataclasses.dataclass(frozen=True)
class LongRun:
    """What is left of a training of many steps.

    Attributes:
      rows: how those that were read differ from those of the schedule.
      counted_steps: that the watchdog saw.
      lost_rows: that it says were overwritten before they could be written.
      log_bytes: of all files.
      notes: what `tbg.read` says.
    """

    rows: Compared
    counted_steps: int
    lost_rows: int
    log_bytes: int
    notes: tuple[str, ...]


def record_steps(folder: pathlib.Path, steps: int) -> LongRun:
    """Trains in a traced loop, which gives the host no turn, with the default schedule.

    Args:
      folder: of the run.
      steps: a multiple of a thousand.
    """
    import tensorflow as tf

    variable = tf.Variable([3.0, 4.0], name="w")
    with tbg.GradientRecorder(folder, [variable], verbose=False) as recorder:

        @tf.function
        def train(first: tf.Tensor) -> None:
            for step in tf.range(first, first + _STEPS_PER_CALL):
                recorder.record([variable * 2], loss=tf.cast(step, tf.float32))

        for first in range(0, steps, _STEPS_PER_CALL):
            train(tf.constant(first))
    log = tbg.read(folder)
    expected = {step: np.float32(step) for step in _scheduled(steps)}
    read = dict(zip(log.steps.tolist(), log["loss"], strict=True))
    same = sum(bool(expected.get(step) == loss) for step, loss in read.items())
    return LongRun(
        rows=Compared(len(expected), len(read), len(expected) - same, len(read) - same),
        counted_steps=int(log.counters.steps[0]),
        lost_rows=log.counters.lost_rows,
        log_bytes=sum(path.stat().st_size for path in folder.iterdir()),
        notes=log.notes,
    )


def _scheduled(steps: int) -> Iterator[int]:
    """As the README has it: the first ten, every 50th, and ever wider strides after 1,000 rows."""
    rows, stride, widened_at = 0, _EVERY, _MOST_ROWS
    for step in range(steps):
        if step < _FIRST or step % stride == 0:
            yield step
            rows += 1
            if rows == widened_at:
                stride, widened_at = 2 * stride, widened_at + _FURTHER_ROWS


@dataclasses.dataclass(frozen=True)
class WideRun:
    """What the tab is given of a run that is too wide for one answer of the data server.

    Attributes:
      rows: in the log.
      shown: of them, after thinning out.
      wrong: shown, and not in the log with the same bits.
      has_last: whether the last row is among them.
      notes: what the tab says.
    """

    rows: int
    shown: int
    wrong: int
    has_last: bool
    notes: tuple[str, ...]


def show_wide_run(logdir: pathlib.Path, variables: int, rows: int) -> WideRun:
    """Writes a log, serves it by the data server without sampling, and asks for the norms."""
    names = [f"layer_{place}/kernel" for place in range(variables)]
    with event_logs.EventFile(logdir / "wide") as file:
        file.table(_DIGEST, event_logs.table(_DIGEST, names))
        for step in range(rows):
            row = {"l2_norm": _norms(step, variables), "state": np.ones(variables, np.uint8)}
            file.row(_DIGEST, step, event_logs.START + step, row)
    with TensorBoard(logdir, "--samples_per_plugin", "gradient_health=0") as server:
        wait_for(lambda: server.runs().get("wide", {}).get("last_step") == rows - 1, server.runs)
        answer = server.statistic("wide", "l2_norm")
        notes = server.runs()["wide"]["notes"]
    wrong = sum(
        not np.array_equal(row, _norms(int(step), variables))
        for step, row in zip(answer.steps, answer.values, strict=True)
    )
    return WideRun(rows, len(answer.steps), wrong, bool(answer.steps[-1] == rows - 1), tuple(notes))


def _norms(step: int, variables: int) -> np.ndarray:
    return (np.arange(variables) + step).astype(np.float32)
