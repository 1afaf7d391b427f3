"""The same faults, each as a run of one log folder that a real TensorBoard serves."""

from __future__ import annotations

import os
import pathlib
import time
from collections.abc import Iterable, Sequence

import numpy as np

from tests.end_to_end.servers import TensorBoard
from tests.faults import oracle
from tests.faults.injected import IMPOSSIBLE_LENGTH, Fault
from tests.faults.sweep import Outcome, put

_PATIENCE_SECONDS = 60
_NORM = "l2_norm"


def bearable(faults: Iterable[Fault]) -> list[Fault]:
    """Without those that end TensorBoard itself.

    A length of 2**62 whose checksum fits, which no accident gives, is asked of the
    memory: by its data server, which aborts, and by the reader of TensorFlow,
    which takes the process down.
    """
    return [fault for fault in faults if fault.kind != IMPOSSIBLE_LENGTH]


def through_tab(logdir: pathlib.Path, faults: Sequence[Fault], mode: str) -> dict[str, Outcome]:
    """What the routes of the tab answer, by kind of fault.

    Args:
      logdir: an empty folder.
      faults: each becomes a run.
      mode: how TensorBoard reads, a key of `servers.MODES`.
    """
    runs = {f"{number:05d}": fault for number, fault in enumerate(faults)}
    names = {run: put(logdir / run, fault) for run, fault in runs.items()}
    for path in logdir.rglob("*.gradient_health"):
        os.utime(path, (1.7e9, 1.7e9))  # Nobody is writing it any more.
    can_be_read = {
        run: oracle.readable(fault.files, until_damage=True) for run, fault in runs.items()
    }
    outcomes: dict[str, Outcome] = {}
    with TensorBoard(logdir, mode=mode) as server:
        _wait_for_rows(server, can_be_read)
        listed = server.runs()
        for run, fault in runs.items():
            begun = time.perf_counter()
            outcome = outcomes.setdefault(fault.kind, Outcome())
            expected = {step: {_NORM: row[_NORM]} for step, row in can_be_read[run].shown.items()}
            answer = listed.get(run, {"notes": [], "problem": None, "last_step": None})
            read = _rows(server, run) if answer["last_step"] is not None else {}
            said = " ".join([*answer["notes"], answer["problem"] or ""])
            outcome.faults += 1
            outcome.rows += oracle.compared(expected, read)
            is_whole = can_be_read[run].is_whole
            outcome.unsaid += not is_whole and not any(name in said for name in names[run])
            outcome.seconds += time.perf_counter() - begun
    return outcomes


def _wait_for_rows(server: TensorBoard, can_be_read: dict[str, oracle.Readable]) -> None:
    """Until each run has its last row, or for a minute: then what is missing is lost."""
    last_steps = {run: max(found.shown, default=None) for run, found in can_be_read.items()}
    deadline = time.monotonic() + _PATIENCE_SECONDS
    while time.monotonic() < deadline:
        listed = server.runs()
        if all(
            step is None or listed.get(run, {}).get("last_step") == step
            for run, step in last_steps.items()
        ):
            return
        time.sleep(0.2)


def _rows(server: TensorBoard, run: str) -> oracle.Rows:
    answer = server.statistic(run, _NORM)
    return {
        int(step): {_NORM: np.ascontiguousarray(row).tobytes()}
        for step, row in zip(answer.steps, answer.values, strict=True)
    }
