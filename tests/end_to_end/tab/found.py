"""Runs with findings, for the tests of the tab."""

from __future__ import annotations

import pathlib

import numpy as np

from tb_gradplugin.schema.states import State
from tests import event_logs

DIGEST = "bbbbbbbb"
STEPS = 50

NAMES = [f"model/block_{i}/{kind}" for i in range(60) for kind in ("kernel", "bias")]
LAST = NAMES[-1]
CUT_NAMES = NAMES[:30]
WITHOUT = [*CUT_NAMES, NAMES[-2], LAST]
"""Those whose gradient is null from step 20 on."""

HOSTILE = "<img src=x onerror=alert(1)>"

LINE = {
    "file": "train.py",
    "line": 48,
    "function": "loss_fn",
    "source": "target = tf.stop_gradient(encoder(images))",
}

STOPPED = {
    "variables": CUT_NAMES,
    "op_type": "StopGradient",
    "op_name": "loss_fn/StopGradient",
    "layer": "encoder",
    "locations": [LINE],
    "path": [
        {"op_type": "Mean"},
        {"op_type": "SquaredDifference"},
        {"op_type": "StopGradient", "location": LINE, "is_cut": True},
        *({"op_type": "MatMul"} for _ in range(10)),
        {"op_type": "variable", "op_name": CUT_NAMES[0]},
    ],
    "ruled_out": ["GN104"],
}
CHOSEN = {
    "code": "GN102",
    "variables": [LAST],
    "op_type": "ArgMax",
    "locations": [{**LINE, "line": 60, "source": "action = tf.argmax(logits)"}],
    "step": 20,
}
MEANT = {
    "code": "GN104",
    "severity": "note",
    "certainty": "likely",
    "variables": [NAMES[-2]],
    "evidence": {"severity_because": "other heads are trained"},
}
PART = {"code": "GN110", "severity": "warning", "variables": [NAMES[70]]}

EVERYWHERE_HOSTILE = {
    "code": HOSTILE,
    "status": HOSTILE,
    "certainty": HOSTILE,
    "severity": HOSTILE,
    "variables": [HOSTILE, "<script>alert(2)</script>", "`", "\u202e", "x" * 20_000],
    "op_type": HOSTILE,
    "op_name": HOSTILE,
    "layer": HOSTILE,
    "locations": [
        {"file": HOSTILE, "line": -1, "function": HOSTILE, "source": HOSTILE},
        {"file": "\u202e", "source": "y" * 100_000},
    ],
    "path": [
        {"op_type": HOSTILE, "op_name": '" onmouseover="alert(3)', "is_cut": True},
        {"op_type": "variable", "op_name": HOSTILE},
    ],
    "evidence": {HOSTILE: HOSTILE, "__proto__": 1.5},
    "ruled_out": [HOSTILE],
}

RUN, NOTED, RAISED, HOSTILE_FINDINGS = "why", "why, noted", "why, raised", "why, hostile"


def write(logdir: pathlib.Path) -> dict[str, int | None]:
    """Writes all of them; returns the last step of each."""
    _write(logdir / RUN, [PART, MEANT, CHOSEN, STOPPED])
    _write(logdir / NOTED, [MEANT])
    _write(logdir / RAISED, [STOPPED], steps=0)
    _write(logdir / HOSTILE_FINDINGS, [EVERYWHERE_HOSTILE, {**STOPPED, "variables": [HOSTILE]}])
    return {RUN: STEPS - 1, NOTED: STEPS - 1, RAISED: None, HOSTILE_FINDINGS: STEPS - 1}


class Training:
    """A training in which something is found out later. Use as a context manager."""

    def __init__(self, folder: pathlib.Path):
        self._file = event_logs.EventFile(folder)
        self._file.table(DIGEST, event_logs.table(DIGEST, NAMES, session=(event_logs.START, 0)))
        self._clock = event_logs.START

    def __enter__(self) -> Training:
        return self

    def __exit__(self, *_: object) -> None:
        self._file.__exit__()

    def found(self, *each: dict) -> None:
        """Writes all that was found so far."""
        self._clock += 1
        session = event_logs.session_id(event_logs.START)
        message = event_logs.findings(*each)
        self._file.message("findings", DIGEST, session, len(each), message, self._clock)
        self._file.flush()

    def row(self, step: int) -> None:
        """Writes one step."""
        self._clock += 1
        states = np.full(len(NAMES), State.PRESENT, np.uint8)
        norms = np.linspace(0.1, 1.0, len(NAMES), dtype=np.float32)
        if step >= 20:
            without = [NAMES.index(name) for name in WITHOUT]
            states[without], norms[without] = State.NULL, np.nan
        self._file.row(DIGEST, step, self._clock, {"state": states, "l2_norm": norms})
        self._file.flush()


def _write(folder: pathlib.Path, found: list[dict], steps: int = STEPS) -> None:
    with Training(folder) as training:
        training.found(*found)
        for step in range(steps):
            training.row(step)
