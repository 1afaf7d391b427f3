"""What `tb-gradplugin check` takes on long logs: bytes per second, and memory.

    python -m tests.benchmarks.checking                                  a gigabyte each
    python -m tests.benchmarks.checking --megabytes 100 --variables 50   a quick look

Each log is read in a process of its own, after it was written and so from the memory of the
operating system: what is timed is the command, not the disk. It asserts nothing.
"""

from __future__ import annotations

import argparse
import dataclasses
import os
import pathlib
import subprocess
import sys
import tempfile
import time

import numpy as np
import rich.box
import rich.console
import rich.table

from tb_gradplugin.schema.histogram import BINS, VARIABLES_PER_CHUNK
from tb_gradplugin.schema.states import State
from tb_gradplugin.schema.statistics import NAMES, STEP_NAMES
from tests import event_logs

VARIABLES = (100, 1000, 10_000)

_ROOT = pathlib.Path(__file__).resolve().parents[2]
_DIGEST = "0123abcd"
_KINDS_OF_ROW = 16
"""Rows that differ, over and over."""


@dataclasses.dataclass(frozen=True)
class Checked:
    """What the command took on one log.

    Attributes:
      variables: in each row.
      rows: of the log.
      megabytes: of its file, in millions of bytes.
      seconds: by the clock on the wall, the start of Python included.
      cpu_seconds: of all threads.
      peak_megabytes: the most memory that was resident.
      smaller_peak_megabytes: the same on a log of a tenth of the size.
    """

    variables: int
    rows: int
    megabytes: float
    seconds: float
    cpu_seconds: float
    peak_megabytes: float
    smaller_peak_megabytes: float


def write_log(folder: pathlib.Path, variables: int, megabytes: float) -> int:
    """Writes a sound run with all that a recorder writes into a row; returns the number of rows."""
    random = np.random.default_rng(0)
    names = [f"block_{i // 4}/layer_{i}/kernel" for i in range(variables)]
    rows = [_row(random, variables) for _ in range(_KINDS_OF_ROW)]
    session = event_logs.session_id(event_logs.START)
    with event_logs.EventFile(folder) as file:
        table = event_logs.table(_DIGEST, names, shape=(64, 64), session=(event_logs.START, 0))
        file.table(_DIGEST, table)
        row = 0
        while file.path.stat().st_size < 1e6 * megabytes:
            for _ in range(_KINDS_OF_ROW):
                vectors = rows[row % _KINDS_OF_ROW]
                wall_time = event_logs.START + row
                file.row(_DIGEST, row, wall_time, vectors)
                row += 1
                counters = event_logs.counters(row)
                file.message("counters", _DIGEST, session, row, counters, wall_time)
            file.flush()
    return row


def _row(random: np.random.Generator, variables: int) -> dict[str, np.ndarray]:
    def vector() -> np.ndarray:
        return random.lognormal(-4, 0.3, variables).astype(np.float32)

    row: dict[str, np.ndarray] = {"state": np.full(variables, State.PRESENT, np.uint8)}
    row |= {name: vector() for name in NAMES}
    row["variable_norm"] = np.ones(variables, np.float32)
    row["zero_fraction"] = np.zeros(variables, np.float32)
    row |= {name: np.float32(random.lognormal(-1, 0.1)).reshape(()) for name in STEP_NAMES}
    row["loss_scale"] = np.array(np.nan, np.float32)
    for chunk, first in enumerate(range(0, variables, VARIABLES_PER_CHUNK)):
        width = min(VARIABLES_PER_CHUNK, variables - first)
        shares = random.integers(0, 255, [width, BINS]).astype(np.uint8)
        row[f"histogram/{chunk:x}"] = shares
    return row


def checked(variables: int, megabytes: float, folder: pathlib.Path) -> Checked:
    """Writes two logs, and reads them with the command."""
    small, large = folder / f"{variables}_small", folder / f"{variables}_large"
    write_log(small / "run", variables, megabytes / 10)
    rows = write_log(large / "run", variables, megabytes)
    smaller_peak = _command(small)[2]
    seconds, cpu_seconds, peak = _command(large)
    size = sum(path.stat().st_size for path in (large / "run").iterdir())
    return Checked(variables, rows, size / 1e6, seconds, cpu_seconds, peak, smaller_peak)


def _command(logdir: pathlib.Path) -> tuple[float, float, float]:
    """Seconds, seconds of the processors, and megabytes.

    Raises:
      RuntimeError: the command does not find the run healthy.
    """
    program = (
        "import sys, time; import tb_gradplugin.cli.main as c\n"
        "from tests.benchmarks.peak_memory import _peak_megabytes\n"
        "status = c.main(['check', sys.argv[1]])\n"
        "sys.stderr.write(f'{time.process_time()} {_peak_megabytes()}')\n"
        "sys.exit(status)"
    )
    start = time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-c", program, str(logdir)],
        cwd=_ROOT,
        env={**os.environ, "PYTHONPATH": str(_ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )
    seconds = time.perf_counter() - start
    if done.returncode:
        raise RuntimeError(f"The run must be healthy. Received: {done.stdout}{done.stderr}")
    cpu_seconds, peak = map(float, done.stderr.split())
    return seconds, cpu_seconds, peak


def table(found: list[Checked]) -> rich.table.Table:
    """One line for each log."""
    made = rich.table.Table(box=rich.box.SIMPLE_HEAD, pad_edge=False)
    for column in ("variables", "rows", "MB", "s", "MB/s", "CPU s", "MB/CPU s", "peak MB", "1/10"):
        made.add_column(column, justify="right")
    for one in found:
        made.add_row(
            f"{one.variables:,}",
            f"{one.rows:,}",
            f"{one.megabytes:,.0f}",
            f"{one.seconds:.2f}",
            f"{one.megabytes / one.seconds:.0f}",
            f"{one.cpu_seconds:.2f}",
            f"{one.megabytes / one.cpu_seconds:.0f}",
            f"{one.peak_megabytes:.0f}",
            f"{one.smaller_peak_megabytes:.0f}",
        )
    return made


def main() -> None:
    """Prints the table."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--megabytes", type=float, default=1000, help="of each log")
    parser.add_argument("--variables", type=int, nargs="+", default=VARIABLES, help="in a row")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        found = [
            checked(variables, options.megabytes, pathlib.Path(folder))
            for variables in options.variables
        ]
    rich.console.Console(width=None if sys.stdout.isatty() else 120).print(table(found))


if __name__ == "__main__":
    main()
