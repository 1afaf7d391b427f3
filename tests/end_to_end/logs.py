"""The runs that the servers of the tests show."""

from __future__ import annotations

import pathlib

import numpy as np

from tests import event_logs
from tests.backend import simulation

STEPS, VARIABLES = 1000, 200
WIDE_NAMES = [f"block_{i // 4}/part_{i % 4}" for i in range(VARIABLES)]

HOSTILE_NAMES = [
    "<script>alert(1)</script>",
    'quote " and \\ backslash',
    "line\nbreak\ttab\x00null\x7f",
    "../../etc/passwd",
    "名前/重み 🦜",
    "\u202eright to left",
    "__proto__",
    "constructor",
    " ",
    "",
    "long/" * 2000,
]

SIMULATIONS = range(12)

A, B = "aaaaaaaa", "bbbbbbbb"

PLACE = {"file": "train.py", "line": 48, "function": "f", "source": "y = tf.stop_gradient(x)"}
CUT = {
    "variables": ["a/kernel", "a/bias"],
    "op_type": "StopGradient",
    "op_name": "loss/StopGradient",
    "layer": "a",
    "locations": [PLACE],
    "path": [
        {"op_type": "Mean"},
        {"op_type": "StopGradient", "location": PLACE, "is_cut": True},
        {"op_type": "variable", "op_name": "a/kernel"},
    ],
    "evidence": {"share": float("nan"), "steps": 2**62, "text": "\u202e<b>"},
    "ruled_out": ["GN102", "GN888"],
}
UNUSED = {"code": "GN104", "severity": "note", "certainty": "likely", "variables": ["a/bias"]}
LIVED_ANEW = {"code": "GN103", "variables": ["a/bias"], "step": 1}
ODD = {
    "code": "GN999<img src=x>",
    "status": "peculiar",
    "severity": "catastrophe",
    "certainty": "",
    "variables": ["not in the table"],
    "locations": [{"file": "../\x00", "line": -(2**62)}],
    "path": [{}],
    "step": 1,
}
"""Findings of the run "found": one of each kind, and what no writer of ours would write."""

LAST_STEPS: dict[str, int | None] = {
    "wide": STEPS - 1,
    "deep/er/restarted": 14,
    "two_tables": 5,
    "newer": None,
    "broken": 2,
    "hostile <b>&amp;%2e": 0,
    "found": 1,
}
"""Runs, and the last step that `/runs` gives for each."""


def wide_vectors() -> dict[str, np.ndarray]:
    """The run "wide": any bits as `mean`, every status in `state` and `l2_norm`."""
    random = np.random.default_rng(11)
    shape = (STEPS, VARIABLES)
    states = random.integers(1, 5, shape).astype(np.uint8)
    norms = np.where(states == 1, 10.0 ** random.uniform(-14, 6, shape), np.nan)
    # Steps without a norm above the limit of exploding, so that others can vanish beside it.
    norms[::2] = np.minimum(norms[::2], 1.0)
    bits = random.integers(0, 2**32, shape, np.uint32)
    return {
        "state": states,
        "l2_norm": norms.astype(np.float32),
        "mean": bits.view(np.float32),
    }


def write(logdir: pathlib.Path) -> None:
    """Writes all of them below `logdir`."""
    event_logs.write_run(
        logdir / "wide", A, WIDE_NAMES, range(STEPS), wide_vectors(), session=(event_logs.START, 0)
    )
    _write_restarted(logdir / "deep" / "er" / "restarted")
    _write_two_tables(logdir / "two_tables")
    _write_newer(logdir / "newer")
    _write_broken(logdir / "broken")
    _write_one_row(logdir / "hostile <b>&amp;%2e", HOSTILE_NAMES)
    _write_found(logdir / "found")
    with event_logs.EventFile(logdir / "hollow") as file:
        file.table(A, event_logs.table(A, ["a"]))
        file.row(A, 0, event_logs.START, {"state": np.ones(1, np.uint8)})
        for tag in (f"std/{A}", f"variables/{B}"):
            file.values(0, event_logs.START, {f"gradient_health/{tag}": None})
    with event_logs.EventFile(logdir / "of another plugin") as file:
        tag = f"gradient_health/l2_norm/{A}"
        file.values(0, 1.0, {tag: event_logs.tensor(np.ones(2, np.float32))}, plugin="another")
    for seed in SIMULATIONS:
        simulation.Training(logdir / f"simulated_{seed}", seed)


def _write_restarted(folder: pathlib.Path) -> None:
    """Steps 0 .. 9, then again 5 .. 14 in a second file; no session says so."""
    for number, steps in enumerate([range(10), range(5, 15)]):
        values = np.array([[100 * number + step] for step in steps], np.float32)
        event_logs.write_run(
            folder,
            A,
            ["a"],
            steps,
            {"l2_norm": values, "state": np.ones(values.shape, np.uint8)},
            number=number,
            start=event_logs.START + 100 * number,
        )


def _write_two_tables(folder: pathlib.Path) -> None:
    """Steps 0 .. 9 of a, b; then a session from step 4 that has come to step 5 with b, c."""
    first = np.arange(20, dtype=np.float32).reshape(10, 2)
    second = np.arange(100, 104, dtype=np.float32).reshape(2, 2)
    for number, (digest, names, start, values) in enumerate(
        [(A, ["a", "b"], 0, first), (B, ["c", "b"], 4, second)]
    ):
        began = event_logs.START + 100 * number
        event_logs.write_run(
            folder,
            digest,
            names,
            range(start, start + len(values)),
            {"l2_norm": values, "state": np.ones(values.shape, np.uint8)},
            number=number,
            start=began,
            session=(began, start),
        )


def _write_newer(folder: pathlib.Path) -> None:
    with event_logs.EventFile(folder) as file:
        file.table(A, event_logs.table(A, ["a"], version=2))
        file.row(A, 0, event_logs.START, {"state": np.ones(1, np.uint8)})


def _write_broken(folder: pathlib.Path) -> None:
    """A good table and good rows among pieces that cannot be used."""
    with event_logs.EventFile(folder) as file:
        file.table(A, event_logs.table(A, ["a", "b"]))
        file.table(B, b"\xff\xff\xff")
        norm = f"gradient_health/l2_norm/{A}"
        for step, value in enumerate([np.ones(2), np.ones(2, np.float32), np.ones((2, 2))]):
            file.values(step, event_logs.START, {norm: event_logs.tensor(value)})
            file.row(A, step, event_logs.START, {"state": np.ones(2, np.uint8)})
        torn = event_logs.tensor(np.ones(2, np.float32))
        torn.tensor_content = b"\0"
        file.values(0, event_logs.START, {f"gradient_health/max_abs/{A}": torn})
        file.row("d" * 8, 0, event_logs.START, {"state": np.ones(2, np.uint8)})


def _write_found(folder: pathlib.Path) -> None:
    """Findings of two sessions, of which the second lives step 1 anew."""
    names = ["a/kernel", "a/bias"]
    for number, found in enumerate([[CUT, UNUSED, LIVED_ANEW], [CUT, ODD]]):
        began = event_logs.START + 100 * number
        with event_logs.EventFile(folder, number) as file:
            file.table(A, event_logs.table(A, names, session=(began, number)), wall_time=began)
            for count in range(1, len(found) + 1):
                message = event_logs.findings(*found[:count])
                session = event_logs.session_id(began)
                file.message("findings", A, session, count, message, began + count)
            states = {"state": np.full(2, 4, np.uint8)}
            file.row(A, number, began + 10, states)


def _write_one_row(folder: pathlib.Path, names: list[str]) -> None:
    norms = np.ones((1, len(names)), np.float32)
    vectors = {"l2_norm": norms, "state": np.ones(norms.shape, np.uint8)}
    event_logs.write_run(folder, A, names, [0], vectors)
