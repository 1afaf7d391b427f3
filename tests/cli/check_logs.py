"""Logs for `tb-gradplugin check`, written independently of the recorder, and the command itself."""

from __future__ import annotations

import os
import pathlib
import subprocess
import sys
import sysconfig
from collections.abc import Mapping

import numpy as np

from tests import event_logs

DIGEST = "aaaaaaaa"
LAYERS = 4
NAMES = [f"hidden_{i}/{part}" for i in range(LAYERS) for part in ("kernel", "bias")]
ROWS, STRIDE = 40, 50
STEPS = range(0, ROWS * STRIDE, STRIDE)

CUT = {
    "code": "GN101",
    "variables": ["hidden_0/kernel", "hidden_0/bias"],
    "op_type": "StopGradient",
    "op_name": "loss/StopGradient",
    "locations": [
        {"file": "train.py", "line": 48, "function": "f", "source": "y = tf.stop_gradient(x)"}
    ],
}
"""A finding as the recorder writes it."""

UNUSED = {**CUT, "code": "GN104", "severity": "note", "certainty": "likely"}


def healthy() -> dict[str, np.ndarray]:
    """The rows of a training in which nothing is wrong: [ROWS, variables] and [ROWS]."""
    random = np.random.default_rng(0)
    shape = (ROWS, len(NAMES))
    norms = random.lognormal(-1, 0.2, shape).astype(np.float32)
    return {
        "state": np.ones(shape, np.uint8),
        "l2_norm": norms,
        "max_abs": norms / 10,
        "zero_fraction": np.zeros(shape, np.float32),
        "variable_norm": np.full(shape, 5, np.float32),
        "update_ratio": random.lognormal(-7, 0.2, shape).astype(np.float32),
        "loss": np.linspace(2.3, 0.1, ROWS).astype(np.float32),
        "learning_rate": np.full(ROWS, 1e-3, np.float32),
    }


def vanishing() -> dict[str, np.ndarray]:
    """The same, but that the first layer has a 1e-9th of the gradient of the last."""
    rows = healthy()
    rows["loss"] = np.full(ROWS, 2.3, np.float32)
    for name in ("l2_norm", "max_abs"):
        rows[name][:, :2] *= 1e-9
    return rows


def nonfinite(first_row: int = 20) -> dict[str, np.ndarray]:
    """The same, but that nothing is finite from a row on."""
    rows = healthy()
    rows["state"][first_row:] = 3
    for name in ("l2_norm", "max_abs", "update_ratio", "loss"):
        rows[name][first_row:] = np.nan
    return rows


def null() -> dict[str, np.ndarray]:
    """The same, but that the first layer has no gradient."""
    rows = healthy()
    rows["state"][:, :2] = 4
    for name in ("l2_norm", "max_abs", "zero_fraction", "update_ratio"):
        rows[name][:, :2] = np.nan
    return rows


def write(
    folder: pathlib.Path,
    rows: Mapping[str, np.ndarray],
    *findings: Mapping[str, object],
    number: int = 0,
    start: float = event_logs.START,
    initial_step: int = 0,
) -> pathlib.Path:
    """Writes one session into the folder of a run; returns its file."""
    with event_logs.EventFile(folder, number) as file:
        table = event_logs.table(DIGEST, NAMES, shape=(16, 16), session=(start, initial_step))
        file.table(DIGEST, table, step=initial_step, wall_time=start)
        for row in range(ROWS):
            vectors = {name: values[row] for name, values in rows.items()}
            file.row(DIGEST, initial_step + STEPS[row], start + row, vectors)
        session = event_logs.session_id(start)
        last, end = initial_step + STEPS[-1], start + ROWS
        states = rows["state"]
        counts = {
            place: {
                "null": STRIDE * int((states[:, place] == 4).sum()),
                "zero": STRIDE * int((states[:, place] == 2).sum()),
                "nonfinite": STRIDE * int((states[:, place] == 3).sum()),
                "first_step": initial_step + STRIDE * int(np.argmax(states[:, place] > 1)),
                "last_step": last,
            }
            for place in range(len(NAMES))
            if (states[:, place] > 1).any()
        }
        counters = event_logs.counters(ROWS * STRIDE, counts)
        file.message("counters", DIGEST, session, last, counters, end)
        if findings:
            message = event_logs.findings(*findings)
            file.message("findings", DIGEST, session, last, message, end)
        return file.path


def run(
    *arguments: str | os.PathLike[str], folder: pathlib.Path | None = None, **environment: str
) -> subprocess.CompletedProcess[str]:
    """The command as people call it: the installed script, in a process of its own.

    Args:
      *arguments: after "check".
      folder: in which it is called.
      **environment: variables besides those of this process.
    """
    suffix = ".exe" if sys.platform == "win32" else ""
    script = pathlib.Path(sysconfig.get_path("scripts")) / f"tb-gradplugin{suffix}"
    return subprocess.run(
        [script, "check", *arguments],
        cwd=folder,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
        env={**os.environ, "COLUMNS": "100", "PYTHONUTF8": "1", **environment},
    )


def lines_of(done: subprocess.CompletedProcess[str], name: str) -> list[str]:
    """The lines of the output that begin with a name."""
    return [line for line in done.stdout.splitlines() if line.lstrip().startswith(name)]
