"""The runs that the tests of the tab look at."""

from __future__ import annotations

import pathlib

import numpy as np
from tensorboard.compat.proto import event_pb2

from tb_gradplugin.schema.states import State
from tests import event_logs
from tests.end_to_end.logs import HOSTILE_NAMES
from tests.end_to_end.tab import found

DIGEST = "aaaaaaaa"

HOSTILE_RUN = "<img src=x onerror=alert(1)>"

MIXED_NAMES = [
    f"{layer}/{kind}" for layer in ("in", "middle", "out") for kind in ("kernel", "bias")
]
NULL, ZERO_LATER, ONE_BAD_STEP, VANISHING = (MIXED_NAMES[i] for i in (0, 1, 3, 4))
BAD_STEP = 70
MIXED_STEPS = range(0, 1200, 10)

LARGE_VARIABLES, LARGE_STEPS = 200, 1000
HUGE_VARIABLES, HUGE_STEPS = 1000, 1000

_HOUR = 3600.0


def write(logdir: pathlib.Path) -> dict[str, int | None]:
    """Writes all of them; returns the last step of each."""
    _write_mixed(logdir / "mixed")
    _write_hostile(logdir / HOSTILE_RUN)
    _write_healthy(logdir / "large", LARGE_VARIABLES, LARGE_STEPS, start=2 * _HOUR)
    _write_newer(logdir / "newer")
    _write_scalar(logdir / "scalars only")
    return {
        "mixed": MIXED_STEPS[-1],
        HOSTILE_RUN: 3,
        "large": LARGE_STEPS - 1,
        "newer": None,
        **found.write(logdir),
    }


def write_huge(logdir: pathlib.Path) -> dict[str, int | None]:
    """Writes a run of a thousand variables and a thousand steps."""
    _write_healthy(logdir / "huge", HUGE_VARIABLES, HUGE_STEPS)
    return {"huge": HUGE_STEPS - 1}


class Growing:
    """A training that goes on: six variables, healthy, a step after the other.

    Use as a context manager.
    """

    def __init__(self, folder: pathlib.Path):
        self._file = event_logs.EventFile(folder)
        self._file.table(DIGEST, event_logs.table(DIGEST, MIXED_NAMES))
        self.last_step = -1

    def __enter__(self) -> Growing:
        return self

    def __exit__(self, *_: object) -> None:
        self._file.__exit__()

    def go_on(self, steps: int) -> None:
        """Writes so many steps more."""
        for _ in range(steps):
            self.last_step += 1
            states = np.full(len(MIXED_NAMES), State.PRESENT, np.uint8)
            norms = np.linspace(0.1, 1.0, len(MIXED_NAMES), dtype=np.float32)
            wall_time = event_logs.START + self.last_step
            vectors = {"state": states, "l2_norm": norms}
            self._file.row(DIGEST, self.last_step, wall_time, vectors)
        self._file.flush()


def mixed_norms() -> np.ndarray:
    """float32 [steps, variables] of the run "mixed", NaN where there is none."""
    count = len(MIXED_STEPS)
    norms = np.repeat(np.geomspace(1e-3, 10.0, len(MIXED_NAMES))[None], count, 0)
    norms *= np.geomspace(1.0, 0.1, count)[:, None]
    norms[:, MIXED_NAMES.index(VANISHING)] = 1e-12
    norms[mixed_states() == State.NULL] = np.nan
    norms[mixed_states() == State.ZERO] = 0.0
    return norms.astype(np.float32)


def mixed_states() -> np.ndarray:
    """uint8 [steps, variables] of the run "mixed"."""
    states = np.full((len(MIXED_STEPS), len(MIXED_NAMES)), State.PRESENT, np.uint8)
    states[:, MIXED_NAMES.index(NULL)] = State.NULL
    states[60:, MIXED_NAMES.index(ZERO_LATER)] = State.ZERO
    states[MIXED_STEPS.index(BAD_STEP), MIXED_NAMES.index(ONE_BAD_STEP)] = State.NONFINITE
    return states


def _write_mixed(folder: pathlib.Path) -> None:
    vectors = {"state": mixed_states(), "l2_norm": mixed_norms(), "mean": -mixed_norms()}
    event_logs.write_run(folder, DIGEST, MIXED_NAMES, MIXED_STEPS, vectors)


def _write_hostile(folder: pathlib.Path) -> None:
    names = ["<img src=x onerror=alert(1)>/kernel", "<script>alert(2)</script>", *HOSTILE_NAMES[1:]]
    shape = (4, len(names))
    vectors = {
        "state": np.full(shape, State.PRESENT, np.uint8),
        "l2_norm": np.ones(shape, np.float32),
    }
    event_logs.write_run(folder, DIGEST, names, range(4), vectors)


def _write_healthy(folder: pathlib.Path, variables: int, steps: int, start: float = 0.0) -> None:
    random = np.random.default_rng(3)
    level = np.linspace(-4, 1, variables)
    norms = 10.0 ** (level + random.normal(0, 0.1, (steps, variables)))
    vectors = {
        "state": np.full((steps, variables), State.PRESENT, np.uint8),
        "l2_norm": norms.astype(np.float32),
    }
    vectors["state"][517, 60] = State.NULL
    vectors["l2_norm"][517, 60] = np.nan
    names = [f"model/block_{i // 4}/part_{i % 4}" for i in range(variables)]
    event_logs.write_run(
        folder, DIGEST, names, range(steps), vectors, start=event_logs.START + start
    )


def _write_newer(folder: pathlib.Path) -> None:
    with event_logs.EventFile(folder) as file:
        file.table(DIGEST, event_logs.table(DIGEST, ["a"], version=99))
        file.row(DIGEST, 0, event_logs.START, {"state": np.ones(1, np.uint8)})


def _write_scalar(folder: pathlib.Path) -> None:
    """So that there is another tab to come from."""
    with event_logs.EventFile(folder) as file:
        event = event_pb2.Event(step=0, wall_time=event_logs.START)
        event.summary.value.add(tag="loss", simple_value=1.0)
        file.event(event)
