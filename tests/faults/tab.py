"""The same faults, each as a run of one log folder that a real TensorBoard serves."""

from __future__ import annotations

import os
import pathlib
import time
from collections.abc import Iterable, Sequence

import numpy as np

from tests.end_to_end.servers import TensorBoard
from tests.faults import oracle
from tests.faults.injected import IMPOSSIBLE_LENGTH, NO_EVENT, Fault
from tests.faults.sweep import Outcome, put

_PATIENCE_SECONDS = 60
_NORM = "l2_norm"


FATAL_KINDS = {
    "data_server": (IMPOSSIBLE_LENGTH,),
    "python_reader": (IMPOSSIBLE_LENGTH, NO_EVENT),
}
"""Kinds that end TensorBoard's reading of all runs, and which no accident gives.

A length of 2**62 whose checksum fits is asked of the memory: by the data server,
which aborts, and by the reader of TensorFlow, which takes the process down. A
whole record that is no event ends the thread of the reader in Python.
"""


def through_tab(logdir: pathlib.Path, faults: Iterable[Fault], mode: str) -> dict[str, Outcome]:
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
        listed = _settled(server, can_be_read, names)
        for run, fault in runs.items():
            begun = time.perf_counter()
            outcome = outcomes.setdefault(fault.kind, Outcome())
            expected = {step: {_NORM: row[_NORM]} for step, row in can_be_read[run].shown.items()}
            read = {} if _last_step(listed, run) is None else _rows(server, run)
            outcome.faults += 1
            outcome.rows += oracle.compared(expected, read)
            is_whole = can_be_read[run].is_whole
            outcome.unsaid += not is_whole and not _says(listed, run, names[run])
            outcome.seconds += time.perf_counter() - begun
    return outcomes


def _settled(
    server: TensorBoard, can_be_read: dict[str, oracle.Readable], names: dict[str, list[str]]
) -> dict[str, dict]:
    """The runs when all has arrived, or after a minute: then what is missing is lost."""
    deadline = time.monotonic() + _PATIENCE_SECONDS
    while True:
        listed = server.runs()
        is_there = all(
            _last_step(listed, run) == max(found.shown, default=None)
            and (found.is_whole or _says(listed, run, names[run]))
            for run, found in can_be_read.items()
        )
        if is_there or time.monotonic() >= deadline:
            return listed
        time.sleep(0.2)


def _last_step(listed: dict[str, dict], run: str) -> int | None:
    return listed[run]["last_step"] if run in listed else None


def _says(listed: dict[str, dict], run: str, names: Sequence[str]) -> bool:
    """Whether a text names one of the files."""
    said = listed.get(run, {"notes": [], "problem": None})
    text = " ".join([*said["notes"], said["problem"] or ""])
    return any(name in text for name in names)


def _rows(server: TensorBoard, run: str) -> oracle.Rows:
    answer = server.statistic(run, _NORM)
    return {
        int(step): {_NORM: np.ascontiguousarray(row).tobytes()}
        for step, row in zip(answer.steps, answer.values, strict=True)
    }
