"""Event files that no writer of ours writes, as strategies of hypothesis, and how they are read."""

from __future__ import annotations

import contextlib
import dataclasses
import io
import pathlib
import warnings
from collections.abc import Iterator

import numpy as np
from hypothesis import strategies as st
from tensorboard.compat.proto import tensor_pb2

import tb_gradplugin as tbg
from tb_gradplugin.backend.judged_runs import JudgedRun, NothingToJudgeError, judge_run
from tb_gradplugin.cli import check, main
from tb_gradplugin.health.thresholds import DEFAULT
from tb_gradplugin.schema.version import UnknownSchemaVersionError
from tests import event_logs
from tests.hostile import odd_messages
from tests.hostile.odd_messages import DIGESTS, NAMES

_STEPS = (0, 1, 2, 3, 7, -1, 2**53 + 1, 2**63 - 1, -(2**63))
_TIMES = (0.0, 1.0, 50.0, -1e9, 1e300, float("nan"), float("inf"), float("-inf"))


@dataclasses.dataclass(frozen=True)
class Event:
    """One event: a tag with a value, or a sound row of three variables where there is none."""

    step: int
    wall_time: float
    tag: str = ""
    value: tensor_pb2.TensorProto | None = None


def logs() -> st.SearchStrategy[list[Event]]:
    """What a file holds after two tables."""
    time = st.sampled_from(_TIMES).map(lambda seconds: event_logs.START + seconds)
    when = st.tuples(st.sampled_from(_STEPS), time)
    sound = when.map(lambda at: Event(*at))
    odd = st.tuples(when, odd_messages.values()).map(lambda drawn: Event(*drawn[0], *drawn[1]))
    return st.lists(st.one_of(sound, odd, odd), min_size=1, max_size=12)


def write(folder: pathlib.Path, events: list[Event]) -> None:
    """Writes a run of one file."""
    with event_logs.EventFile(folder) as file:
        for place, digest in enumerate(DIGESTS):
            table = event_logs.table(digest, NAMES, session=(event_logs.START, place))
            file.table(digest, table)
        for number, event in enumerate(events):
            if event.value is None:
                row = {
                    "state": np.array([1, 1 + number % 4, 1], np.uint8),
                    "l2_norm": np.ones(3, np.float32),
                }
                file.row(DIGESTS[0], event.step, event.wall_time, row)
            else:
                file.values(event.step, event.wall_time, {event.tag: event.value})


def assert_reads(folder: pathlib.Path) -> tuple[tbg.Log | None, JudgedRun | None]:
    """Reads a run in every way that needs no server; a refusal must be one that is described.

    Returns:
      The log, and what is to be said of it; None for each where it was refused.
    """
    with _quietly():
        return _read(folder), _judged(folder)


def _read(folder: pathlib.Path) -> tbg.Log | None:
    try:
        log = tbg.read(folder)
    except ValueError as refusal:
        return _nothing(refusal)
    shape = (len(log.steps), len(log.variables))
    assert log.states.shape == log.statuses.shape == shape
    assert all(log[name].shape == shape for name in log.statistics)
    assert all(isinstance(text, str) for text in (repr(log), *log.notes))
    for one in (*log.verdicts, *log.findings, *log.incidents, *log.said):
        assert str(one)
    return log


def _judged(folder: pathlib.Path) -> JudgedRun | None:
    try:
        return judge_run(folder, DEFAULT)
    except (NothingToJudgeError, UnknownSchemaVersionError) as refusal:
        return _nothing(refusal)


def _nothing(refusal: ValueError) -> None:
    assert len(str(refusal)) > 20


def checked(folder: pathlib.Path) -> dict[str, str]:
    """What the command prints of a folder of runs, by format."""
    printed = {}
    for name in check.FORMATS:
        with contextlib.redirect_stdout(io.StringIO()) as output, _quietly():
            status = main.main(["check", str(folder), "--format", name])
        assert status in (0, 1, 2)
        printed[name] = output.getvalue()
        printed[name].encode()
    return printed


@contextlib.contextmanager
def _quietly() -> Iterator[None]:
    # That a sum of absurd numbers overflows is no failure: it is absurd as well.
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)
        yield
